import { type Markup, markup } from '../page/markup.ts';
import { filedPage } from '../page/shell.ts';
import { plain, plainLine } from '../terminal/plain.ts';
import { look } from './html-look.ts';
import type { Case, Group, Outcome, Report } from './result.ts';
import {
  casesOf,
  durationText,
  headlineOf,
  type Placed,
  placeText,
  type Totals,
  totalsOf,
  worstFirst,
} from './totals.ts';
import { exitCodeOf } from './verdict.ts';

const signs: Readonly<Record<Outcome, string>> = {
  passed: '✓',
  failed: '✗',
  inconclusive: '?',
  skipped: '–',
};

/** A page in one file that needs no script and loads nothing: what went wrong first, then every group. */
export function renderHtml(report: Report): string {
  const wrong = worstFirst(report).filter(
    ({ each: { outcome } }) => outcome === 'failed' || outcome === 'inconclusive',
  );
  const title = markup`${headlineOf(report)}`;
  const parts = [markup`<h1>${title}</h1>\n`, overview(report, totalsOf(casesOf(report)))];
  if (wrong.length > 0) {
    parts.push(markup`<h2>What went wrong</h2>\n<ul>\n${wrong.map(placedItem)}</ul>\n`);
  }
  if (report.groups.length > 0) parts.push(markup`<h2>Everything</h2>\n${report.groups.map(section)}`);
  return filedPage(title.html, markup`${parts}`.html, look);
}

function overview(report: Report, totals: Totals): Markup {
  const { startedAt, milliseconds, version, shard, ended } = report;
  const counts = (['failed', 'inconclusive', 'skipped', 'passed'] as const).map(
    (outcome) => markup`<li class="${outcome}"><b>${totals[outcome]}</b> ${outcome}</li>`,
  );
  const facts = [
    `started ${startedAt.slice(0, 19).replace('T', ' ')} UTC`,
    `took ${durationText(milliseconds)}`,
    `exit code ${exitCodeOf(report)}`,
    ...(ended === undefined ? [] : [`ended early: ${ended.reason}`]),
    ...(shard === undefined ? [] : [`part ${shard.index} of ${shard.of}`]),
    `authrig ${version}`,
  ];
  return markup`<ul class="counts">${counts}</ul>\n<p class="quiet">${plainLine(facts.join(' · '), 400)}</p>\n`;
}

function section({ name, file, cases }: Group): Markup {
  const totals = totalsOf(cases);
  const worst = (['failed', 'inconclusive', 'skipped'] as const).find((outcome) => totals[outcome] > 0);
  const outcome = worst ?? 'passed';
  const path = file === undefined || file === name ? undefined : markup` <code>${line(file)}</code>`;
  return markup`<details><summary><span class="${outcome}">${signs[outcome]}</span> ${line(name)}${path} <span class="quiet">${totals.passed} of ${totals.total} passed</span></summary>
<ul>
${cases.map((each) => item(each))}</ul>
</details>
`;
}

function placedItem({ group, each }: Placed): Markup {
  return item(each, `${group.name}: `);
}

function item(each: Case, before = ''): Markup {
  const { name, outcome, milliseconds, reason, detail } = each;
  const place = placeText(each);
  return markup`<li>${[
    markup`<span class="sign ${outcome}">${signs[outcome]} ${outcome}</span>`,
    markup`<span class="name">${line(before + name)}</span>`,
    markup`<span class="quiet time">${durationText(milliseconds)}</span>`,
    ...(reason === undefined ? [] : [markup`<span class="why">${line(reason)}</span>`]),
    ...(place === undefined ? [] : [markup`<code class="why">${line(place)}</code>`]),
    ...(detail === undefined ? [] : [markup`<pre>${plain(detail)}</pre>`]),
  ]}</li>\n`;
}

function line(text: string): string {
  return plainLine(text, 2000);
}
