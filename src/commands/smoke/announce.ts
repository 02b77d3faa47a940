import { type Manner, missingFor, questionFor } from './examine.ts';
import type { Target } from './target.ts';

/**
 * PRB-08: what the questions of --active leave behind, one sentence for each provider that is asked one, and which
 * provider is left out for want of a setting.
 */
export function activeStatements(targets: readonly Target[], manner: Manner): string[] {
  const counts = new Map<string, number>();
  for (const target of targets) {
    const statement = statementFor(target, manner);
    if (statement !== undefined) counts.set(statement, (counts.get(statement) ?? 0) + 1);
  }
  return [...counts].map(([statement, keys]) =>
    keys === 1 ? `--active: ${statement}` : `--active, for each of ${keys} keys: ${statement}`,
  );
}

function statementFor(target: Target, manner: Manner): string | undefined {
  const { title, needs, active } = target.examiner.probe;
  if ('problem' in target.key || missingFor(target, needs) !== undefined) return undefined;
  const { leaves } = questionFor(target, manner).call;
  if (leaves !== undefined) return `${title} ${leaves}.`;
  const missing = missingFor(target, active?.call.needs);
  return missing === undefined ? undefined : `${title} is asked what leaves no trace: ${missing}`;
}
