import type { Context } from '../../../context.ts';
import { closest } from '../../../settings/closest.ts';
import { rigVariables, variableOf } from '../../../settings/names.ts';
import { type Check, doubtful, type Examine, good } from '../check.ts';

/** Variables that change what a command does, one check for each that may do harm; their values are not shown. */
export const environment: Examine = ({ context }) => {
  const found = [...loosened(context.env), ...talkative(context.env), ...unknown(context)];
  const quiet = (context.env['CI'] ?? '') !== '' && context.env['CI'] !== 'false';
  const ci = quiet ? 'CI is set: nothing is ever asked, and no browser opened' : 'nothing unusual is set';
  return [good('environment', found.length === 0 || quiet ? ci : 'see the variables below'), ...found];
};

function loosened(env: Context['env']): Check[] {
  const found: Check[] = [];
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    const detail = 'it is 0, which authrig ignores: certificates are checked all the same';
    found.push(
      doubtful(
        'NODE_TLS_REJECT_UNAUTHORIZED',
        detail,
        'Unset it, and name a CA of your own in NODE_EXTRA_CA_CERTS.',
      ),
    );
  }
  if (/--inspect|--tls-keylog|--require|-r\b|--import/.test(env['NODE_OPTIONS'] ?? '')) {
    const detail = 'it opens the process to a debugger, logs its TLS keys, or loads code of others into it';
    found.push(doubtful('NODE_OPTIONS', detail, 'Unset it where keys are at work.'));
  }
  return found;
}

/** What libraries write of their own accord passes none of our redaction (S25). */
function talkative(env: Context['env']): Check[] {
  return ['DEBUG', 'NODE_DEBUG']
    .filter((name) => (env[name] ?? '') !== '')
    .map((name) =>
      doubtful(
        name,
        'it makes libraries write what they do, keys and codes included, where authrig can not mask them',
        `Unset ${name}, and take --verbose instead.`,
      ),
    );
}

function unknown({ env, settings }: Context): Check[] {
  const known: string[] = [...rigVariables, ...settings.definitions.map(({ name }) => variableOf(name))];
  return Object.keys(env)
    .filter((name) => name.startsWith('AUTHRIG_') && !known.includes(name))
    .map((name) => {
      const meant = closest(name, known);
      const hint = meant === undefined ? 'Type: authrig help environment' : `Did you mean ${meant}?`;
      return doubtful(name, 'authrig knows no such variable, and does nothing with it', hint);
    });
}
