/** Lets input and output go on until the condition holds; fails after ten seconds without it. */
export async function until(condition: () => boolean): Promise<void> {
  for (const started = performance.now(); performance.now() - started < 10_000;) {
    if (condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('It never came true.');
}
