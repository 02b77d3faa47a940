import { markup, type Markup } from '../page/markup.ts';
import { escapeHtml, filedPage } from '../page/shell.ts';
import type { Report, Told } from './report.ts';
import type { Row } from './timeline.ts';
import { headingOf, nameOf, verdictIn, wordsOf } from './words.ts';

/** The report as one file without script, which loads nothing from elsewhere: it can be attached as it is. */
export function htmlReport(report: Report): string {
  const { timeline, cause, reason, ask, next, remarks, verdict } = report;
  const body = markup`<main>
<p class="quiet">${headingOf(report)}</p>
<h1>${reason}</h1>
${cause === null ? undefined : nameLine(cause)}
<p class="${verdict.ok ? 'good' : 'bad'} verdict"><strong>Verdict</strong> ${verdictIn(report)}</p>
${listOf('To ask next', ask, (text) => markup`<li>${text}</li>`)}
${listOf('To type next', next, (text) => markup`<li><code>${text}</code></li>`)}
${timeline.length === 0 ? undefined : timelineTable(timeline)}
${listOf('Worth knowing', remarks, (remark) => markup`<li>${remark.reason} ${remark.ask.join(' ')}${nameLine(remark)}</li>`)}
</main>`;
  const title = escapeHtml(`${report.title}: ${reason}`.slice(0, 120));
  return filedPage(title, body.html, look);
}

function nameLine(told: Told): Markup {
  const { source } = told;
  const link =
    source === null
      ? undefined
      : markup`, <a href="${source.page}" rel="noreferrer">${source.page}</a> at ${source.heading}`;
  return markup`<p class="name">${nameOf(told)}${link}</p>`;
}

function listOf<T>(title: string, items: readonly T[], show: (item: T) => Markup): Markup | undefined {
  return items.length === 0 ? undefined : markup`<h2>${title}</h2>\n<ul>${items.map(show)}</ul>`;
}

function timelineTable(rows: readonly Row[]): Markup {
  return markup`<h2>What happened</h2>
<table><thead><tr><th scope="col">Call</th><th scope="col">At</th><th scope="col">Took</th><th scope="col">What</th><th scope="col">Said</th></tr></thead>
<tbody>${rows.map(rowMarkup)}</tbody></table>`;
}

function rowMarkup(row: Row): Markup {
  const { numbers, at, took, call, said } = wordsOf(row);
  return markup`
<tr class="${row.state}"><td>${numbers}</td><td>${at}</td><td>${took}</td><th scope="row">${call}</th><td class="said">${said}</td></tr>`;
}

/** A desk's width and a phone's: there each row of the timeline is a block of its own. */
const look = `body{margin:0 auto;padding:1.5rem;max-width:70rem}
h1{margin:.25rem 0 .5rem;max-width:52rem}
h2{font-size:1.1rem;margin:1.5rem 0 .5rem}
ul{margin:0;padding-left:1.25rem}
main{overflow-wrap:anywhere}
.verdict{border-left:.3rem solid;padding:.25rem .75rem}
.verdict.good{border-color:light-dark(#1a7f37,#4ac26b)}
.verdict.bad{border-color:light-dark(#cf222e,#ff7b72)}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid light-dark(#d0d7de,#444c56);font-weight:400}
thead th{font-weight:600;white-space:nowrap}
.name{margin:.25rem 0;font-size:.9rem}
td:nth-child(-n+3){white-space:nowrap;font-variant-numeric:tabular-nums}
tbody th{font-weight:600;min-width:9rem}
tr.bad th,tr.lost th{color:light-dark(#cf222e,#ff7b72)}
tr.wait{opacity:.75}
@media(max-width:44rem){body{padding:1rem}thead{position:absolute;clip-path:inset(50%)}tr{display:block;padding:.35rem 0;border-bottom:1px solid light-dark(#d0d7de,#444c56)}td,th{display:inline;border:0;padding:0 .5rem 0 0}tbody th{min-width:0}td.said{display:block}td:empty{display:none}}
`;
