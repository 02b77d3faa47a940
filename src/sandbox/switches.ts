import type { Table } from './table.ts';

/** A question that a vendor's page leaves open, and the readings that the sandbox can take. */
export interface Switch {
  /** `PROVIDER.NAME`. */
  readonly name: string;
  /** The first one is what the sandbox does unless told otherwise. */
  readonly values: readonly [string, string, ...string[]];
  readonly summary: string;
  /** The requirement that the question comes from, such as JUV-13. */
  readonly row: string;
}

/** How the sandbox reads what the vendors leave open. */
export interface Switches {
  readonly all: readonly Switch[];
  get(name: string): string;
  /** Why it can't be set so; undefined where it is done. */
  set(name: string, value: string): string | undefined;
}

/** ALL-12: what an answer looks like, for every vendor. */
export const answersSwitch: Switch = {
  name: 'sandbox.answers',
  values: ['strict', 'docs-literal'],
  summary: "answers of this sandbox, or the text of the vendor's page as it stands, malformed JSON included",
  row: 'ALL-12',
};

/** True where answers are those that the vendors' pages print. */
export function isLiteral(switches: Pick<Switches, 'get'>): boolean {
  return switches.get(answersSwitch.name) === 'docs-literal';
}

/** Messages to one recipient an hour, on the sandbox's clock; no vendor documents its own limit. */
export const resendSwitch: Switch = {
  name: 'sandbox.resendLimit',
  values: ['5', '1', 'off'],
  summary:
    'messages to one recipient an hour; the sandbox’s own numbers and address are exempt until arranged with "resendLimit":true',
  row: 'VER-23',
};

export function createSwitches(declared: readonly Switch[], values: Table<string>): Switches {
  const all = [answersSwitch, resendSwitch, ...declared];
  const find = (name: string): Switch | undefined => all.find((each) => each.name === name);
  return {
    all,
    get: (name) => {
      const known = find(name);
      if (known === undefined) throw new Error(`No switch is named ${name}.`);
      return values.get(name) ?? known.values[0];
    },
    set: (name, value) => {
      const known = find(name);
      if (known === undefined)
        return `There is no switch ${name}; there are ${all.map((each) => each.name).join(', ')}.`;
      if (!known.values.includes(value)) return `${name} is one of ${known.values.join(', ')}.`;
      values.set(name, value);
      return undefined;
    },
  };
}
