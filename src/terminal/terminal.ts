/** How a message is meant; decides its colour and nothing else. */
export type Tone = 'plain' | 'good' | 'bad' | 'warning' | 'dim' | 'strong';

/** A line that changes while something is waited for. Silent where stderr is no terminal. */
export interface Progress {
  /** Replaces the line's text. */
  update(text: string): void;
  /** Removes the line. */
  stop(): void;
}

/** The two streams: results on stdout, everything said to a person on stderr. */
export interface Terminal {
  /** True where stderr is a terminal and a line may be redrawn. */
  readonly animated: boolean;
  /** True where stderr may carry colour. */
  readonly coloured: boolean;
  /** Size of the terminal behind stderr in cells; undefined where it is none. */
  readonly size: { readonly columns: number; readonly rows: number } | undefined;
  /** Writes the result to stdout and waits until it is out. A closed pipe ends quietly; else `local` errors. */
  result(text: string): Promise<void>;
  /** Says something to a person: stripped of control characters, redacted, on stderr. Nothing under --quiet. */
  message(text: string, tone?: Tone): void;
  /** As `message`, and under --quiet too: errors and warnings that must be seen. */
  warning(text: string): void;
  /** Says something only under --verbose. */
  trace(text: string): void;
  /** The one way to write a secret to a person who must act on it: a link, a pin to be mailed, an outbox code. */
  reveal(label: string, secret: string): void;
  /** Writes lines drawn by the rig itself (a QR code) as they are. */
  draw(lines: readonly string[]): void;
  /** Shows a line that changes; on a stderr that is no terminal it shows the first text once, as a message. */
  progress(text: string): Promise<Progress>;
}
