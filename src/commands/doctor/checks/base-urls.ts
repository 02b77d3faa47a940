import { bad, type Check, doubtful, type Examine, good, type Patient, withoutStop } from '../check.ts';
import type { Answered, Visit } from '../visit.ts';

const day = 86_400_000;
/** A certificate that is this near its end is about to be renewed, or forgotten. */
const soon = 14 * day;

/** Each base URL: whether its host answers, and how long its certificate is still good. */
export const baseUrls: Examine = async (patient) =>
  Promise.all((await patient.visits()).map((visit) => judge(visit, patient)));

async function judge({ name, url, outcome }: Visit, patient: Patient): Promise<Check> {
  const connect = 'Connect this machine, or look at the proxy and the name servers above.';
  if ('unseen' in outcome)
    return doubtful(name, `${url?.host ?? ''} could not be seen: ${outcome.unseen}`, connect);
  if ('failed' in outcome) {
    const { message, details } = outcome.failed;
    return bad(name, withoutStop(message), details.hint ?? connect);
  }
  const answered = `${url?.host ?? ''} answers in ${Math.round(outcome.tookMs)} ms`;
  return url?.protocol === 'https:'
    ? secured({ name, url, answered, outcome }, patient)
    : good(name, answered);
}

interface Reached {
  readonly name: string;
  readonly url: URL;
  readonly answered: string;
  readonly outcome: Answered;
}

/** The answer came over TLS that this machine trusts; the certificate is looked at for its end alone. */
async function secured({ name, url, answered }: Reached, patient: Patient): Promise<Check> {
  const { senses, context, signal } = patient;
  const certificate = await senses.certificate(url, signal).catch(() => undefined);
  if (certificate === undefined || Number.isNaN(certificate.validTo)) {
    const hint = 'Type the same command again later.';
    return doubtful(name, `${answered}; its certificate could not be seen a second time`, hint);
  }
  const left = certificate.validTo - context.clock.now();
  const until = new Date(certificate.validTo).toISOString().slice(0, 10);
  const detail = `${answered} over ${certificate.protocol}, with a certificate until ${until}`;
  if (left > soon) return good(name, detail);
  const days = Math.max(0, Math.floor(left / day));
  return doubtful(
    name,
    `${detail}: ${days} ${days === 1 ? 'day' : 'days'} from now`,
    `Whoever runs ${url.host} has to renew it: tell them.`,
  );
}
