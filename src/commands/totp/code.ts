import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { totpCode } from '../../totp/totp.ts';
import type { KeyOptions } from '../../flow/totp-key.ts';
import { keyOf } from './key.ts';
import { driftFrom, type TimeOptions } from './moment.ts';

export interface CodeOptions extends KeyOptions, TimeOptions {
  readonly waitFresh?: boolean;
}

const shortSeconds = 5;

/** Prints the code of this moment, or of --at. */
export async function code(context: Context, options: CodeOptions): Promise<Result> {
  const { clock, redactor, signal, terminal } = context;
  const { key } = await keyOf(context, options);
  const driftSeconds = await driftFrom(context, options.clockFrom);
  const now = () => totpCode(key, options.at ?? clock.now());
  let made = now();
  if (made.secondsLeft < shortSeconds && options.at === undefined) {
    if (options.waitFresh === true) {
      terminal.message(`${made.secondsLeft} s are left of this code: waiting for the next one.`);
      const { step } = made;
      while (made.step === step) {
        await clock.sleep(made.secondsLeft * 1000, signal);
        made = now();
      }
    } else
      terminal.message(`This code is good for ${made.secondsLeft} s more; --wait-fresh waits for the next.`);
  }
  redactor.learn(made.code, 'code');
  return {
    data: {
      code: made.code,
      secondsLeft: made.secondsLeft,
      ...(driftSeconds === undefined ? {} : { driftSeconds }),
    },
    alone: made.code,
  };
}
