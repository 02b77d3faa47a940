import { type Manner, questionFor } from './examine.ts';
import type { Target } from './target.ts';

/** PRB-08: what the questions of --active leave behind, one sentence for each provider that is asked one. */
export function activeStatements(targets: readonly Target[], manner: Manner): string[] {
  const counts = new Map<string, number>();
  for (const target of targets) {
    const { leaves } = questionFor(target, manner).call;
    if (leaves === undefined || 'problem' in target.key) continue;
    const statement = `${target.examiner.probe.title} ${leaves}.`;
    counts.set(statement, (counts.get(statement) ?? 0) + 1);
  }
  return [...counts].map(([statement, keys]) =>
    keys === 1 ? `--active: ${statement}` : `--active, for each of ${keys} keys: ${statement}`,
  );
}
