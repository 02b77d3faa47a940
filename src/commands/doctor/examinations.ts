import type { Examine } from './check.ts';
import { baseUrls } from './checks/base-urls.ts';
import { browser } from './checks/browser.ts';
import { certificates } from './checks/certificates.ts';
import { clock } from './checks/clock.ts';
import { colour } from './checks/colour.ts';
import { dns } from './checks/dns.ts';
import { environment } from './checks/environment.ts';
import { keychain } from './checks/keychain.ts';
import { lock } from './checks/lock.ts';
import { network } from './checks/network.ts';
import { node } from './checks/node.ts';
import { proxy } from './checks/proxy.ts';
import { qr } from './checks/qr.ts';
import { store } from './checks/store.ts';
import { terminal } from './checks/terminal.ts';

/** Every check by its name, in the order of the report: the one list that a new check joins. */
export const examinations: Readonly<Record<string, Examine>> = {
  node,
  environment,
  store,
  lock,
  keychain,
  clock,
  network,
  dns,
  proxy,
  certificates,
  'base-urls': baseUrls,
  browser,
  terminal,
  colour,
  qr,
};
