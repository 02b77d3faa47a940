/**
 * Node's options under which its time runs faster by this factor: the clocks and the timers of the whole process, so that
 * a wait of two minutes is over in two seconds and is measured as two minutes.
 */
export function warp(factor: number): string[] {
  const script = `
    const begun = process.hrtime.bigint();
    const wall = Date.now();
    const nanoseconds = process.hrtime.bigint;
    const { now } = Date;
    const later = globalThis.setTimeout;
    process.hrtime.bigint = () => begun + (nanoseconds() - begun) * ${factor}n;
    Date.now = () => wall + (now() - wall) * ${factor};
    globalThis.setTimeout = Object.assign((work, milliseconds, ...more) =>
      later(work, milliseconds / ${factor}, ...more), later);`;
  return ['--import', `data:text/javascript,${encodeURIComponent(script)}`];
}

/** The same, and the wall clock alone jumps by so many milliseconds when the first timer is set. */
export function jump(milliseconds: number): string[] {
  const script = `
    const { now } = Date;
    const later = globalThis.setTimeout;
    globalThis.setTimeout = Object.assign((...given) => {
      Date.now = () => now() + ${milliseconds};
      return later(...given);
    }, later);`;
  return ['--import', `data:text/javascript,${encodeURIComponent(script)}`];
}
