import type { Command } from 'commander';
import type { Beginning } from '../../sandbox/clock.ts';
import type { Arrangement } from '../../sandbox/recipients.ts';
import { CliError } from '../../errors.ts';
import { momentOption } from '../../moment.ts';
import { textOption } from '../../options/values.ts';

/** How a sandbox is set up from the command line. */
export interface SetupOptions {
  readonly seed?: string;
  /** Milliseconds since 1970. */
  readonly clock?: number;
  readonly freeze?: true;
  /** By switch. */
  readonly set?: Readonly<Record<string, string>>;
  /** By recipient. */
  readonly code?: Readonly<Record<string, string>>;
  readonly docsLiteral?: true;
}

/** The options of `start` and `exec`. */
export function addSetupOptions(command: Command): void {
  command
    .option(
      '--seed <text>',
      'the same seed gives the same codes and tokens, also after a reset; ids run on',
      textOption('--seed'),
    )
    .option('--clock <time>', 'begin at this time (2026-01-31T12:00:00Z)', momentOption('--clock'))
    .option('--freeze', 'let the clock stand still')
    .option(
      '--set <name=value>',
      'read what a vendor leaves open in another way; see GET /__sandbox/switches',
      pairs('--set'),
    )
    .option('--code <recipient=code>', 'always send this recipient this code', pairs('--code'))
    .option('--docs-literal', "answer in the text of the vendors' pages, malformed JSON included");
}

/** What `startSandbox` takes. */
export function setupOf({ seed, clock, freeze, set = {}, code = {}, docsLiteral }: SetupOptions): {
  readonly seed: string | undefined;
  readonly beginning: Beginning;
  readonly switches: Readonly<Record<string, string>>;
  readonly recipients: Readonly<Record<string, Arrangement>>;
} {
  return {
    seed,
    beginning: { ...(clock === undefined ? {} : { at: clock }), frozen: freeze === true },
    switches: { ...set, ...(docsLiteral === true ? { 'sandbox.answers': 'docs-literal' } : {}) },
    recipients: Object.fromEntries(Object.entries(code).map(([to, value]) => [to, { code: value }])),
  };
}

/** Collects `NAME=VALUE` of an option that may be given several times. */
function pairs(option: string) {
  return (text: string, given: Readonly<Record<string, string>> = {}): Record<string, string> => {
    const at = text.lastIndexOf('=');
    if (at > 0 && at < text.length - 1) return { ...given, [text.slice(0, at)]: text.slice(at + 1) };
    throw new CliError('usage', `${option} does not take "${text.slice(0, 40)}".`, {
      hint: `Give a name and a value: ${option === '--set' ? '--set juvlon.verify=boolean' : '--code +447700900123=123456'}`,
    });
  };
}
