import { ekyc } from './ekyc/index.ts';
import { elixir } from './elixir/index.ts';
import { jekimo } from './jekimo/index.ts';
import { juvlon } from './juvlon/index.ts';
import { verifik } from './verifik/index.ts';
import type { Provider } from './provider.ts';

/** Every provider, in the order of the help page: the one list that a new provider joins. */
export const providers: readonly Provider[] = [jekimo, verifik, elixir, ekyc, juvlon];
