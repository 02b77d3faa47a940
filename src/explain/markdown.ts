import type { Report, Told } from './report.ts';
import { headingOf, nameOf, verdictIn, wordsOf } from './words.ts';

/** The report for a ticket, in GitHub's Markdown: every text from the file is escaped. */
export function markdownReport(report: Report): string {
  const { timeline, cause, reason, ask, next, remarks } = report;
  const rows = timeline
    .map(wordsOf)
    .map(
      ({ numbers, at, took, call, said }) =>
        `| ${[numbers, at, took, escape(call), code(said)].join(' | ')} |`,
    );
  const table = ['| call | at | took | what | said |', '|---|---|---|---|---|', ...rows];
  const sections = [
    `### ${escape(reason)}`,
    escape(headingOf(report)),
    `**Verdict:** ${escape(verdictIn(report))}`,
    ...(cause === null ? [] : [`**Cause:** ${causeLine(cause)}`]),
    ...(ask.length === 0 ? [] : [`**To ask:**\n\n${list(ask)}`]),
    ...(next.length === 0 ? [] : [`**To type:**\n\n${commands(next)}`]),
    ...(timeline.length === 0 ? [] : [`**What happened:**\n\n${table.join('\n')}`]),
    ...(remarks.length === 0 ? [] : [`**Worth knowing:**\n\n${remarks.map(remarkItem).join('\n')}`]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function causeLine(told: Told): string {
  const { source } = told;
  const link = source === null ? '' : `, [${escape(source.heading)}](${source.page})`;
  return `${escape(nameOf(told))}${link}`;
}

function remarkItem(remark: Told): string {
  return `- ${escape(remark.reason)} ${causeLine(remark)}${remark.ask.map((text) => ` ${escape(text)}`).join('')}`;
}

const list = (texts: readonly string[]): string => texts.map((text) => `- ${escape(text)}`).join('\n');

/** A block by its indent can't be left, whatever a file's name holds. */
const commands = (texts: readonly string[]): string => texts.map((text) => `    ${text}`).join('\n');

/** Text that stays text: no markup, HTML, link, mention, or reference to an issue. */
function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*[\]|~$]|^[-+#]|^\d+(?=[.)])|(?<!\w)_|_(?!\w)/g, (sign) =>
      /\d/.test(sign) ? `${sign}<!-- -->` : `\\${sign}`,
    )
    .replaceAll('://', ':&#47;&#47;')
    .replaceAll(/\bwww\./gi, (word) => `${word.slice(0, -1)}&#46;`)
    .replaceAll('@', '@<!-- -->')
    .replaceAll(/#(?=\d)/g, '#<!-- -->');
}

/** In a code span nothing is read as anything else; a bar would still end the cell. */
function code(text: string): string {
  return text === '' ? '' : `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}
