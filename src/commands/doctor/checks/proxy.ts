import { bad, type Check, doubtful, type Examine, good, withoutStop } from '../check.ts';
import type { Visit } from '../visit.ts';

/** Which proxies stand in the way of the base URLs, and whether they open it. */
export const proxy: Examine = async ({ visits }) => {
  const all = await visits();
  const misled = all.find(({ url, proxy: chosen, outcome }) => url && !chosen && isAboutProxy(outcome));
  if (misled !== undefined && 'failed' in misled.outcome) {
    const { message, details } = misled.outcome.failed;
    return [bad('proxy', withoutStop(message), details.hint ?? 'Correct the variable.')];
  }
  const addresses = [...new Set(all.flatMap(({ proxy: chosen }) => chosen?.address ?? []))];
  if (addresses.length === 0) return [good('proxy', 'none stands between this machine and the base URLs')];
  return addresses.map((address) =>
    judge(
      address,
      all.filter(({ proxy: chosen }) => chosen?.address === address),
    ),
  );
};

/** A variable that names no proxy is refused before any proxy is chosen. */
function isAboutProxy(outcome: Visit['outcome']): boolean {
  return 'failed' in outcome && outcome.failed.kind === 'usage' && /_proxy /i.test(outcome.failed.message);
}

function judge(address: string, through: readonly Visit[]): Check {
  const variable = through[0]?.proxy?.variable ?? '';
  const names = through.map(({ name }) => name).join(', ');
  const what = `${address} (${variable}) for ${names}`;
  if (through.some(({ outcome }) => 'status' in outcome)) return good('proxy', what);
  const hint = `Check ${variable}, or take the hosts out of the proxy with NO_PROXY.`;
  const failed = through.flatMap(({ outcome }) => ('failed' in outcome ? [outcome.failed.message] : []))[0];
  return failed === undefined
    ? doubtful('proxy', `${what}: it could not be seen`, hint)
    : bad('proxy', `${what}: ${withoutStop(failed)}`, hint);
}
