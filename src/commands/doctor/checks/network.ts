import { bad, type Examine, good } from '../check.ts';

/** Whether this machine has an address towards others at all, and of which kind. */
export const network: Examine = async ({ senses }) => {
  const { ipv4, ipv6 } = await senses.addressesHere();
  if (ipv4 && ipv6) return [good('network', 'this machine has IPv4 and IPv6 addresses')];
  if (ipv4) return [good('network', 'this machine has an IPv4 address, and none of IPv6')];
  if (ipv6) return [good('network', 'this machine has an IPv6 address, and none of IPv4')];
  const hint = 'Connect it. What needs no network goes on working: authrig jekimo login --sandbox';
  return [bad('network', 'this machine has no address: it is offline', hint)];
};
