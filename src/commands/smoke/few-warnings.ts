import type { Terminal } from '../../terminal/terminal.ts';

const most = 3;

/** The terminal, which tells the first few warnings: the files of many keys bring one each, and all say the same. */
export function fewWarnings(terminal: Terminal): Terminal {
  let told = 0;
  return {
    ...terminal,
    warning: (text, tone) => {
      told += 1;
      if (told <= most) terminal.warning(text, tone);
      if (told === most + 1) terminal.warning('Further warnings are left out.', 'plain');
    },
  };
}
