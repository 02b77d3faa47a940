import { type Examine, good } from '../check.ts';

/** Whether there is colour, and what decided it. */
export const colour: Examine = ({ context: { terminal, env } }) => {
  const decisive = ['NO_COLOR', 'FORCE_COLOR', 'CLICOLOR_FORCE', 'CLICOLOR'].find(
    (name) => (env[name] ?? '') !== '',
  );
  const by =
    decisive === undefined ? (env['TERM'] === 'dumb' ? ' (TERM is dumb)' : '') : ` (${decisive} is set)`;
  return [good('colour', `${terminal.coloured ? 'on' : 'off'}${by}; --color stands above all variables`)];
};
