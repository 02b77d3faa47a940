export interface Question {
  readonly message: string;
  /** The option that answers this question without a terminal, such as `--otp-from`. */
  readonly option: string;
  /** True where the answer is acceptable, else what is wrong with it. */
  readonly validate?: (answer: string) => true | string;
}

/** Questions to the person at the terminal, asked on stderr. Never asked where nobody can answer. */
export interface Prompter {
  /** False without a terminal on stdin and stderr, under --no-input, and where `CI` is set and not `false`. */
  readonly available: boolean;
  /** Asks for a line of text. Throws `usage` naming the option where nobody can answer, `cancelled` on Ctrl-C. */
  text(question: Question): Promise<string>;
  /** As `text`, without echo. */
  secret(question: Question): Promise<string>;
  /** Asks yes or no. */
  confirm(question: Omit<Question, 'validate'> & { readonly initial?: boolean }): Promise<boolean>;
}
