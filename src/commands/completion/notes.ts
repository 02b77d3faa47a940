import type { Notes } from '../../notes.ts';

const afterwards = ['authrig completion install'];

/** What the help of `authrig completion …` says beside the options. */
export const notes: Readonly<Record<string, Notes>> = {
  bash: {
    examples: [
      ['for this session', 'source <(authrig completion bash)'],
      ['for a package', 'authrig completion bash > /usr/share/bash-completion/completions/authrig'],
    ],
    next: afterwards,
  },
  zsh: {
    examples: [
      ['for this session, after compinit', 'source <(authrig completion zsh)'],
      ['for a package', 'authrig completion zsh > /usr/share/zsh/site-functions/_authrig'],
    ],
    next: afterwards,
  },
  fish: {
    examples: [
      ['for this session', 'authrig completion fish | source'],
      ['for a package', 'authrig completion fish > /usr/share/fish/vendor_completions.d/authrig.fish'],
    ],
    next: afterwards,
  },
  powershell: {
    examples: [
      ['for this session', 'authrig completion powershell | Out-String | Invoke-Expression'],
      ['for each session, as a line of $PROFILE', 'authrig completion powershell > ~/authrig.ps1'],
    ],
    next: afterwards,
  },
  install: {
    examples: [
      ['for the shell in use', 'authrig completion install'],
      ['what would be written, and where', 'authrig completion install --dry-run'],
      ['for another shell', 'authrig completion install fish'],
    ],
    exits: {
      ok: 'also where it was there already',
      usage: 'no shell is named, and the one in use is none of the four',
      local: "the file can't be written, or authrig did not write the one that is there",
    },
    next: ['a new shell, and then: authrig <Tab>'],
  },
};
