import type { PortalPage, PortalRequest } from '../../../sandbox/portal/part.ts';
import type { SandboxAnswer } from '../../../sandbox/vendor.ts';
import { findStep, makeSecret, type TotpKey } from '../../../totp/totp.ts';
import { documented, enrolmentUri } from '../enrolment-uri.ts';
import { securityView } from './security-view.ts';
import type { User } from './users.ts';
import { goTo, type Parts, type Visit } from './visit.ts';

const window = 1;
const mostWrongCodes = 5;

type Act = (visit: Visit, user: User, form: URLSearchParams) => Promise<void> | void;

/** The security page (EKY-03): QR code, code, check by the backend, and then eKYC is told (EKY-10 to EKY-14). */
export function securityPages(parts: Parts): PortalPage[] {
  const { core, backend, visitOf, users } = parts;
  const { clock, randomBytes, settings, path } = core;

  const uriOf = (key: TotpKey, email: string): string =>
    enrolmentUri(key, {
      issuer: settings['ekyc.issuer'] ?? '',
      clientId: settings['ekyc.clientId'] ?? '',
      email,
    });

  /** EKY-14: the portal's own state changes when eKYC has confirmed it, and not before. */
  async function synchronise(visit: Visit, user: User, action: 'ENABLE' | 'DISABLE'): Promise<void> {
    const confirmed = await backend.toggle(action, user.email, user.key);
    user.unconfirmed = confirmed ? undefined : action;
    if (!confirmed) {
      visit.notice = 'eKYC did not confirm the change, so nothing changed here. You can send it again.';
      return;
    }
    user.mfa = action === 'ENABLE';
    if (!user.mfa) user.key = undefined;
    visit.notice = user.mfa
      ? 'Two-factor authentication is on, and eKYC knows it.'
      : 'Two-factor authentication is off, and eKYC knows it.';
  }

  async function verify(visit: Visit, user: User, form: URLSearchParams): Promise<void> {
    const { enrolment } = visit;
    if (enrolment === undefined) return;
    const code = (form.get('code') ?? '').replaceAll(/\s/g, '');
    // EKY-11: the backend checks the code itself; without it nothing is switched on.
    if (findStep(enrolment.key, code, clock.now(), window) === undefined) {
      enrolment.wrongCodes += 1;
      const tooMany = enrolment.wrongCodes >= mostWrongCodes;
      if (tooMany) visit.enrolment = undefined;
      visit.notice = tooMany
        ? 'Five wrong codes: begin again with a new QR code.'
        : 'That code is wrong or old. Wait for the next one, and try again.';
      return;
    }
    visit.enrolment = undefined;
    user.key = enrolment.key;
    await synchronise(visit, user, 'ENABLE');
  }

  const post = (name: string, act: Act): PortalPage => ({
    method: 'POST',
    path: `/security/${name}`,
    answer: async (request: PortalRequest): Promise<SandboxAnswer> => {
      const visit = visitOf(request);
      const user = users.find(visit.user ?? '');
      if (user === undefined) return goTo(`${path}/sign-in`);
      await act(visit, user, new URLSearchParams(request.body));
      return goTo(`${path}/security`);
    },
  });

  return [
    {
      method: 'GET',
      path: '/security',
      answer: async (request) => {
        const visit = visitOf(request);
        const user = users.find(visit.user ?? '');
        if (user === undefined) return goTo(`${path}/sign-in`);
        const { enrolment } = visit;
        const uri = enrolment === undefined ? undefined : uriOf(enrolment.key, user.email);
        return core.page(await securityView(core, visit, user, uri));
      },
    },
    post('begin', (visit, user) => {
      if (user.mfa) return;
      visit.enrolment = { key: { ...documented, secret: makeSecret(randomBytes) }, wrongCodes: 0 };
    }),
    post('scan', async (visit, user) => {
      if (visit.enrolment !== undefined) await backend.scan(uriOf(visit.enrolment.key, user.email));
      visit.notice = 'The sandbox’s phone has scanned the code. Its eAuthenticator shows the code to type.';
    }),
    post('code', verify),
    post('stop', (visit) => {
      visit.enrolment = undefined;
    }),
    post('disable', async (visit, user) => {
      if (user.mfa) await synchronise(visit, user, 'DISABLE');
    }),
    post('again', async (visit, user) => {
      if (user.unconfirmed !== undefined) await synchronise(visit, user, user.unconfirmed);
    }),
  ];
}
