import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { within } from '../../within.ts';
import { bad, type Check, doubtful, type Examine, type Patient, type Senses, withoutStop } from './check.ts';
import { examinations } from './examinations.ts';
import { visitAll } from './visit.ts';

/** All checks run side by side, and none of them longer than this, in milliseconds. */
const patience = 8500;

/** `authrig doctor`. No key is read but those in the keychain, and none is ever sent. */
export async function doctor(context: Context): Promise<Result> {
  const { env } = context;
  const senses: Senses = {
    lookUp: async (host, signal) => (await import('../../http/name-lookup.ts')).lookUp(host, signal),
    addressesHere: async () => (await import('../../http/name-lookup.ts')).addressesHere(),
    certificate: async (url, signal) =>
      (await import('../../http/certificate.ts')).readCertificate(url, env, signal),
  };
  return report(context, await examine(context, senses));
}

/** Every check, in the order of the report. Ends within 10 s, whatever does not answer. */
export async function examine(
  context: Context,
  senses: Senses,
  all: Readonly<Record<string, Examine>> = examinations,
): Promise<readonly Check[]> {
  const progress = await context.terminal.progress('Looking at this machine and the way to the providers');
  let visiting: ReturnType<typeof visitAll> | undefined;
  const visits = () => (visiting ??= visitAll(context, senses));
  try {
    const found = await Promise.all(
      Object.entries(all).map(([name, check]) => timely(name, check, { context, senses, visits })),
    );
    return found.flat();
  } finally {
    progress.stop();
  }
}

async function timely(
  name: string,
  check: Examine,
  patient: Omit<Patient, 'signal'>,
): Promise<readonly Check[]> {
  const late = (): readonly Check[] => [
    doubtful(name, `it could not be seen within ${patience / 1000} s`, 'Type the same command again later.'),
  ];
  try {
    return await within(patience, patient.context, async (signal) => check({ ...patient, signal }), late);
  } catch (error) {
    patient.context.signal.throwIfAborted();
    if (!(error instanceof CliError)) throw error;
    return [bad(name, withoutStop(error.message), error.details.hint ?? 'Type: authrig help environment')];
  }
}

function report({ terminal }: Context, found: readonly Check[]): Result {
  for (const { drawing } of found) if (drawing !== undefined) terminal.draw(drawing);
  const checks = found.map(({ drawing: _drawing, detail, hint, ...check }) => ({
    ...check,
    detail: terminal.safe(detail),
    hint: hint === null ? null : terminal.safe(hint),
  }));
  const rows = checks.flatMap(({ name, status, detail, hint }) => {
    const line = [`${status.padEnd('doubtful'.length)}  ${name}`, `${detail}.`] as const;
    return hint === null ? [line] : [line, ['', hint] as const];
  });
  const wrong = checks.filter(({ status }) => status === 'bad').map(({ name }) => name);
  return { data: { checks }, rows, ...(wrong.length > 0 && { afterwards: failure(wrong) }) };
}

function failure(wrong: readonly string[]): CliError {
  const what = wrong.length === 1 ? 'One check is bad' : `${wrong.length} checks are bad`;
  return new CliError('inconclusive', `${what}: ${wrong.join(', ')}.`, {
    hint: 'Do what stands below each, and type `authrig doctor` again.',
  });
}
