import { isLoopback } from '../../../http/address.ts';
import { bad, doubtful, type Examine, good } from '../check.ts';

/** Whether the name servers know the hosts of the base URLs, and with which kinds of address. */
export const dns: Examine = async ({ senses, visits, signal }) => {
  const outward = (await visits()).flatMap(({ url, proxy }) =>
    url === undefined || proxy !== undefined || isLoopback(url.hostname) ? [] : [url.hostname],
  );
  const hosts = [...new Set(outward)];
  if (hosts.length === 0) return [good('dns', 'no name has to be looked up here')];
  const answers = await Promise.all(
    hosts.map(async (host) => ({ host, answer: await senses.lookUp(host, signal) })),
  );
  const silent = answers.filter(({ answer }) => 'silent' in answer);
  const unknown = answers.filter(({ answer }) => 'unknown' in answer);
  if (silent.length === hosts.length) {
    const why = answers.flatMap(({ answer }) => ('silent' in answer ? [answer.silent] : []))[0] ?? '';
    const hint = 'Is this machine online? See which name servers it asks: cat /etc/resolv.conf';
    return [bad('dns', `the name servers give no answer (${why})`, hint)];
  }
  if (unknown.length === hosts.length) {
    const hint = 'They may serve another network alone: a VPN, a captive portal. See: cat /etc/resolv.conf';
    return [bad('dns', `the name servers know none of the hosts: ${hosts.join(', ')}`, hint)];
  }
  if (unknown.length > 0) {
    const names = unknown.map(({ host }) => host).join(', ');
    return [
      bad('dns', `there is no host ${names}`, 'Correct the base URL; it is shown by: authrig config list'),
    ];
  }
  if (silent.length > 0) {
    const names = silent.map(({ host }) => host).join(', ');
    return [doubtful('dns', `no answer for ${names}`, 'Type the same command again later.')];
  }
  const ipv6 = answers.filter(({ answer }) => 'found' in answer && answer.found.ipv6).length;
  return [good('dns', `${hosts.length} of ${hosts.length} hosts found, ${ipv6} of them with IPv6`)];
};
