import type { Redactor } from '../redaction/redactor.ts';
import type { Case, Group, Report } from './result.ts';

/**
 * The report with every secret masked, text by text: the last step before it is rendered, so that a mask can't break
 * the form of a file, however a secret is spelt.
 */
export function redactedReport(report: Report, { redact }: Redactor): Report {
  const { ended, groups } = report;
  return {
    ...report,
    groups: groups.map((group) => redactedGroup(group, redact)),
    ...(ended === undefined ? {} : { ended: { ...ended, reason: redact(ended.reason) } }),
  };
}

function redactedGroup(group: Group, redact: Redactor['redact']): Group {
  return {
    ...group,
    name: redact(group.name),
    ...(group.file === undefined ? {} : { file: redact(group.file) }),
    cases: group.cases.map((each) => redactedCase(each, redact)),
  };
}

function redactedCase(each: Case, redact: Redactor['redact']): Case {
  const { name, reason, detail, place } = each;
  return {
    ...each,
    name: redact(name),
    ...(reason === undefined ? {} : { reason: redact(reason) }),
    ...(detail === undefined ? {} : { detail: redact(detail) }),
    ...(place === undefined ? {} : { place: { ...place, file: redact(place.file) } }),
  };
}
