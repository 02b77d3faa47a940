import { isSame } from '../../same.ts';
import { markup, type Markup } from '../../page/markup.ts';

/** The accounts of the portal, all with one public password. */
export const customer = 'customer@example.com';
export const newcomer = 'new@example.com';
export const attacker = 'attacker@example.com';
const password = 'sandbox';

/** The first factor: an account that exists, and its password. */
export function passesFirstFactor(email: string, given: string): boolean {
  return [customer, newcomer, attacker].includes(email) && isSame(given, password);
}

/** The fields of the first factor, filled in for whoever only wants to look. */
export function firstFactorFields(): Markup {
  return markup`<p>
      <label for="email">E-mail address</label><br />
      <input
        id="email"
        name="email"
        type="email"
        autocomplete="username"
        list="accounts"
        value="${customer}"
        required
      />
    </p>
    <datalist id="accounts">
      <option value="${customer}"></option>
      <option value="${newcomer}"></option>
      <option value="${attacker}"></option>
    </datalist>
    <p>
      <label for="password">Password</label><br />
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        value="${password}"
        required
      />
    </p>`;
}
