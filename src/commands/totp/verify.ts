import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { codeChoice, type CodeOptions, prepareCode, requireCodeSource } from '../../flow/code-source.ts';
import { taken } from '../../outside.ts';
import { findFarStep, findStep, type TotpKey, totpCode, whenRight } from '../../totp/totp.ts';
import type { KeyOptions } from '../../flow/totp-key.ts';
import { keyOf } from './key.ts';
import { driftFrom, type TimeOptions } from './moment.ts';

export interface VerifyOptions extends KeyOptions, TimeOptions, CodeOptions {
  /** Steps to either side. */
  readonly window: number;
}

const answerMs = 10 * 60_000;

/** Verifies a code. Throws `denied`, and says by how much the clocks differ where that explains it. */
export async function verify(context: Context, options: VerifyOptions): Promise<Result> {
  const { clock, terminal } = context;
  const choice = codeChoice(options, 'code');
  requireCodeSource(choice, context);
  const { key } = await keyOf(context, options);
  const driftSeconds = await driftFrom(context, options.clockFrom);
  const source = await prepareCode({ ...choice, alreadySent: true }, context);
  const code = await source.read({
    challenge: { provider: 'totp', sentAt: clock.now() },
    deadline: clock.monotonic() + answerMs,
    shape: { minLength: key.digits, maxLength: key.digits },
  });
  const at = options.at ?? clock.now();
  const { step, far } = await taken(context, 'totp', 'code', async () => ({
    step: findStep(key, code, at, options.window) ?? null,
    far: findFarStep(key, code, at) ?? null,
  }));
  if (step === null) throw wrong(key, far);
  const { secondsLeft } = totpCode(key, at);
  terminal.message(`The code is right: ${placeOf(step)}.`, 'good');
  return {
    data: { verified: true, step, secondsLeft, ...(driftSeconds === undefined ? {} : { driftSeconds }) },
    rows: [
      ['verified', 'true'],
      ['step', String(step)],
      ['secondsLeft', String(secondsLeft)],
    ],
  };
}

function placeOf(step: number): string {
  if (step === 0) return 'it is that of this moment';
  const count = Math.abs(step);
  return `it is that of ${count} ${count === 1 ? 'step' : 'steps'} ${step < 0 ? 'ago' : 'from now'}`;
}

function wrong(key: TotpKey, far: number | null): CliError {
  if (far === null) {
    return new CliError('denied', 'The code is wrong: it is none of the last or next minutes either.', {
      hint: 'Check that secret, algorithm, digits and period are those of the phone.',
    });
  }
  return new CliError(
    'denied',
    `The code is wrong now, but ${whenRight(key, far)}: the clocks differ, or it is old.`,
    { hint: 'Compare this machine’s clock with a server’s: authrig totp verify --clock-from URL' },
  );
}
