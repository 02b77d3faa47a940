import { bad, doubtful, type Examine, good } from '../check.ts';

/** From here on a code of an authenticator may be refused, and from here on it is; in milliseconds. */
const noticeable = 5000;
const harmful = 30_000;

/** This machine's clock against the `Date` of the hosts, by the median, so that one host that is wrong does not count. */
export const clock: Examine = async ({ visits }) => {
  const differences = (await visits())
    .flatMap(({ outcome }) =>
      'aheadMs' in outcome && outcome.aheadMs !== undefined ? [outcome.aheadMs] : [],
    )
    .toSorted((a, b) => a - b);
  const ahead = differences[Math.floor(differences.length / 2)];
  if (ahead === undefined) {
    const hint = 'Compare it with another clock: date -u';
    return [doubtful('clock', 'it could not be seen, as no host told its time', hint)];
  }
  const hosts = differences.length === 1 ? 'one host' : `${differences.length} hosts`;
  if (Math.abs(ahead) < noticeable) return [good('clock', `within 5 s of ${hosts}`)];
  const seconds = Math.round(Math.abs(ahead) / 1000);
  const detail = `${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} ${hosts}`;
  const hint = 'Codes of authenticators and certificates depend on it. Set it with: timedatectl set-ntp true';
  return [(Math.abs(ahead) < harmful ? doubtful : bad)('clock', detail, hint)];
};
