import type { Answer } from '../../http/call.ts';
import { decode } from '../../http/contract.ts';
import { activeCall, harmlessCall } from '../../http/probe.ts';
import { type Judgement, type Probe, undocumented, wordAt } from '../probe.ts';
import { contract } from './contract.ts';

/** PRB-03: a session for an address that nobody can have. https://authen.ekyc.com/docs */
export const probe: Probe = {
  title: 'eKYC',
  needs: ['clientId'],
  harmless: { call: harmlessCall(contract, 'sessionToken'), judge },
  active: { call: activeCall(contract, 'sessionToken'), judge, asksWith: 'the configured e-mail address' },
};

/** The code decides, then the HTTP status; no answer of eKYC's names the key alone. */
function judge(answer: Answer): Judgement {
  const { json, httpStatus } = answer;
  const code = wordAt(json, 'code');
  if (code === 'SUCCESS') {
    if ('problem' in decode(contract.sessionToken.answer, json)) return undocumented('eKYC', answer, code);
    return { verdict: 'valid', reason: 'eKYC made a session token with the key.', said: code };
  }
  if (code === 'INACTIVE') {
    return {
      verdict: 'valid',
      reason: 'eKYC knows the key and its application, which is inactive in the Domain Console.',
      said: code,
    };
  }
  if (code === 'INVALID_REQUEST') {
    return {
      verdict: 'inconclusive',
      reason:
        'eKYC made no session, and does not say why: the key, the client ID, the user, or the address of this machine ' +
        'that is not on the list of the application.',
      said: code,
      open: true,
    };
  }
  if (code === '' && (httpStatus === 401 || httpStatus === 403))
    return {
      verdict: 'invalid',
      reason: `eKYC refused the key with HTTP ${httpStatus}.`,
      said: `HTTP ${httpStatus}`,
    };
  return undocumented('eKYC', answer, code);
}
