import { type Case, type Exchange, type Fields, sandboxHint } from './case.ts';
import type { Labels } from './labels.ts';
import { isTelling, isUntold, leavesOf, placeFor } from './members.ts';
import type { Place } from './places.ts';

/** Members that tell what happened and are nobody's secret, by the last part of their path. */
const tellingWhenSent = new Set([
  'min-age',
  'two-fa',
  'two-af',
  'action',
  'signin_method',
  'countryCode',
  'result',
  'error',
]);
/** More would be no one look any more. */
const mostMembers = 8;

/** What was sent, member by member: secrets by their labels, other values as they are. */
export function shownRequest(exchange: Exchange, labels: Labels, places: readonly Place[]): string[] {
  const { sentSecrets = [] } = placeFor(exchange, places) ?? {};
  const { headers, sent } = exchange;
  const telling = (fields: Fields) =>
    leavesOf(fields).flatMap((leaf) => {
      const label = labels.labelOf(leaf, sentSecrets);
      if (label !== undefined) return leaf.name === 'cookie' ? [] : [`${leaf.name} ${label}`];
      return tellingWhenSent.has(leaf.name) ? [`${leaf.name} ${leaf.value}`] : [];
    });
  return [...telling(headers), ...telling(sent)].slice(0, mostMembers);
}

/** What came back, in the same way; the reason why nothing did. */
export function shownAnswer(exchange: Exchange, labels: Labels, places: readonly Place[]): string[] {
  const { operation, status, error, answer } = exchange;
  if (operation === 'wayBack' || operation === 'callback') return [];
  if (status === 0) return [`no answer${error === undefined ? '' : `: ${error}`}`];
  const { secrets = [] } = placeFor(exchange, places) ?? {};
  const members = leavesOf(answer).flatMap((leaf) => {
    if (isUntold(leaf) || leaf.path.startsWith('signature.')) return [];
    if (isTelling(leaf)) return [`${leaf.path.replace(/^data\./, '')} ${leaf.value}`];
    const label = labels.labelOf(leaf, secrets);
    return label === undefined ? [] : [`${leaf.name} ${label}`];
  });
  const hint = sandboxHint(exchange);
  return [
    `HTTP ${status}`,
    ...members.slice(0, mostMembers),
    ...(hint === '' ? [] : [`sandbox hint: ${hint}`]),
  ];
}

/** The names of calls that no contract has, as people say them. */
const callNames: Readonly<Record<string, string>> = {
  startAuthentication: 'sign-in page',
  wayBack: 'browser back',
  callback: 'backend told',
};

/** The call by name, with its provider where the case knows several, and with who really answered. */
export function callName({ provider, operation, relayed, url }: Exchange, { exchanges }: Case): string {
  const several = exchanges.some((other) => other.provider !== provider);
  const name = callNames[operation] ?? operation;
  return `${several ? `${provider} ` : ''}${name}${relayed ? ` by ${url.hostname}` : ''}`;
}
