import { BlockList, isIP } from 'node:net';
import { CliError } from '../errors.ts';
import type { Machine } from '../machine.ts';
import { addressOf, isLoopback, portOf } from './address.ts';

/** The proxy that a URL is reached through. */
export interface ProxyChoice {
  readonly url: URL;
  /** The variable that named it. */
  readonly variable: string;
  /** `host:port`, which is all that may be shown of it. */
  readonly address: string;
}

type Env = Machine['env'];

/**
 * The proxy that the environment names for a URL, or undefined. As curl does it: the lower-case spelling first,
 * ALL_PROXY last, NO_PROXY over all; loopback is never proxied. Throws `usage` for a proxy of no use, unechoed.
 */
export function chooseProxy(url: URL, env: Env): ProxyChoice | undefined {
  if (isLoopback(url.hostname)) return undefined;
  const scheme = url.protocol.slice(0, -1);
  const found = firstSet(env, [`${scheme}_proxy`, 'all_proxy']);
  if (found === undefined || isExempt(url, firstSet(env, ['no_proxy'])?.value ?? '')) return undefined;
  return parseProxy(found.variable, found.value);
}

function firstSet(env: Env, names: readonly string[]): { variable: string; value: string } | undefined {
  for (const variable of names.flatMap((name) => [name, name.toUpperCase()])) {
    const value = env[variable]?.trim() ?? '';
    if (value !== '') return { variable, value };
  }
  return undefined;
}

function parseProxy(variable: string, value: string): ProxyChoice {
  const full = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (!URL.canParse(full)) throw unusable(variable, 'is not a proxy address');
  const url = new URL(full);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw unusable(
      variable,
      `names a proxy of the kind ${url.protocol}//, and only http:// and https:// proxies work`,
    );
  }
  if (url.hostname === '' || !decodes(url.username + url.password)) {
    throw unusable(variable, 'is not a proxy address');
  }
  return { url, variable, address: addressOf(url) };
}

function unusable(variable: string, why: string): CliError {
  return new CliError('usage', `The variable ${variable} ${why}.`, {
    sent: false,
    hint: `Set it in this form: ${variable}=http://proxy.example:3128`,
  });
}

function decodes(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function isExempt(url: URL, list: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => entry !== '' && matches(entry, host, portOf(url)));
}

/** One entry of NO_PROXY: `*`, a name that covers what lies below it, an address, a CIDR block; each with a port. */
function matches(entry: string, host: string, port: number): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return inBlock(entry, host);
  // What has more than one colon outside brackets is an IPv6 address without a port.
  const parts = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(entry);
  if (parts?.[3] !== undefined && Number(parts[3]) !== port) return false;
  const name = (parts?.[1] ?? parts?.[2] ?? entry).replace(/^\*?\./, '').replace(/\.$/, '');
  return name !== '' && (host === name || (isIP(host) === 0 && host.endsWith(`.${name}`)));
}

function inBlock(block: string, host: string): boolean {
  const [network = '', bits = ''] = block.split('/');
  const family = isIP(host);
  const prefix = Number(bits);
  const longest = family === 4 ? 32 : 128;
  if (family === 0 || isIP(network) !== family || !/^\d+$/.test(bits) || prefix > longest) return false;
  const name = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, prefix, name);
  return list.check(host, name);
}
