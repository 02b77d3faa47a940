import { PassThrough, type Readable, Writable } from 'node:stream';

/** The stream that a person types into. */
export type TypedInput = Readable & { readonly isTTY?: boolean; setRawMode?(mode: boolean): unknown };

export interface KeyboardOptions {
  /** False leaves the line discipline, and so echo and editing, to the terminal itself. */
  readonly raw: boolean;
  /** Bytes taken of one answer; more are dropped and counted as an overflow. */
  readonly limit: number;
  /** Called when there is nothing more to come: Ctrl-D, a closed stdin, a terminal that went away. */
  readonly onEnd: () => void;
  /** Called when the process was suspended with Ctrl-Z and is back. */
  readonly onResume: () => void;
}

export interface Keyboard {
  /** What a line editor reads from; ends when stdin does. */
  readonly input: PassThrough & { setRawMode(mode: boolean): void };
  readonly overflowed: () => boolean;
  /** Stops reading and gives the terminal its own mode back. */
  close(): void;
}

/** Keys that still pass after an overflow, so that the answer can be ended: Enter, Ctrl-C, Ctrl-D. */
const endingKeys = new Set([0x03, 0x04, 0x0a, 0x0d]);

/**
 * Stands between stdin and a line editor of node:readline, which tells nobody when its input ends: it pauses its
 * input and leaves raw mode. After a suspension it pauses too, and enters raw mode again.
 */
export function openKeyboard(stdin: TypedInput, options: KeyboardOptions): Keyboard {
  let taken = 0;
  let overflowed = false;

  const input = Object.assign(new PassThrough(), {
    isTTY: stdin.isTTY === true,
    setRawMode: (mode: boolean) => {
      if (options.raw) stdin.setRawMode?.(mode);
      if (!input.isPaused()) return;
      if (mode) options.onResume();
      else options.onEnd();
    },
  });

  const forward = (chunk: Buffer | string): void => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    const room = options.limit - taken;
    taken += bytes.length;
    if (bytes.length <= room) {
      input.write(bytes);
      return;
    }
    overflowed ||= bytes.subarray(Math.max(0, room)).some((byte) => !endingKeys.has(byte));
    input.write(bytes.filter((byte, at) => at < room || endingKeys.has(byte)));
  };

  const sources = { end: options.onEnd, close: options.onEnd, error: options.onEnd };
  for (const [event, listener] of Object.entries(sources)) stdin.on(event, listener);
  stdin.on('data', forward);
  stdin.resume();
  if (stdin.readableEnded || stdin.destroyed) options.onEnd();

  return {
    input,
    overflowed: () => overflowed,
    close: () => {
      stdin.off('data', forward);
      for (const [event, listener] of Object.entries(sources)) stdin.off(event, listener);
      stdin.pause();
      if (options.raw) stdin.setRawMode?.(false);
    },
  };
}

/** Hiding the cursor: nobody would show it again after a suspension or a kill. */
const cursorVisibility = /\u001B\[\?25[hl]/g;
const colours = /\u001B\[[\d;]*m/g;

/** What a line editor draws on: stderr, which it may not end; nowhere at all where `hidden`. */
export function openScreen(
  stderr: Writable & { readonly columns?: number },
  options: { readonly coloured: boolean; readonly hidden: boolean },
): Writable {
  const screen = new Writable({
    decodeStrings: false,
    write: (chunk: Buffer | string, _encoding, done) => {
      const text = chunk.toString().replaceAll(cursorVisibility, '');
      if (!options.hidden) stderr.write(options.coloured ? text : text.replaceAll(colours, ''));
      done();
    },
  });
  return Object.assign(screen, { columns: stderr.columns });
}
