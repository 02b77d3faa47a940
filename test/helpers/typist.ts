/** Types each answer once, when its question stands on stderr: `onMessage` of the rig. */
export function typist(
  ...answers: readonly (readonly [question: string, keys: string])[]
): (text: string, type: (keys: string) => void) => void {
  let next = 0;
  let from = 0;
  return (text, type) => {
    const [question, keys] = answers[next] ?? [];
    if (question === undefined || keys === undefined) return;
    const at = text.indexOf(question, from);
    if (at < 0) return;
    next += 1;
    // What is typed is echoed on the line of its question, which is then drawn again.
    from = at + question.length;
    setImmediate(() => type(keys));
  };
}
