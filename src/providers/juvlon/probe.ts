import type { Answer } from '../../http/call.ts';
import { decode } from '../../http/contract.ts';
import { harmlessCall } from '../../http/probe.ts';
import { type Judgement, type Probe, undocumented } from '../probe.ts';
import { contract, numberOf } from './contract.ts';

/** PRB-05: a pair that nobody has. https://juvlon.com/api/active-apis/verifyonetimecode */
export const probe: Probe = {
  title: 'Juvlon',
  harmless: { call: harmlessCall(contract, 'verifyOneTimeCode'), judge },
};

const byCode: Readonly<Record<number, Omit<Judgement, 'said'>>> = {
  402: { verdict: 'invalid', reason: 'Juvlon says that no key reached it (code 402).' },
  403: { verdict: 'invalid', reason: 'Juvlon refused the key (code 403).' },
  404: {
    verdict: 'valid',
    reason: 'Juvlon knows the key, and has blocked its account from sending (code 404).',
  },
  442: {
    verdict: 'valid',
    reason: 'Juvlon took the key and refused the pair that nobody has, with its unexplained code 442.',
  },
  401: { verdict: 'inconclusive', reason: 'Juvlon says that the method is invalid (code 401).' },
};

/** Juvlon's own code decides; what HTTP status goes with it is not documented. */
function judge(answer: Answer): Judgement {
  const decoded = decode(contract.verifyOneTimeCode.answer, answer.json);
  if ('problem' in decoded) return undocumented('Juvlon', answer);
  const { code, verify } = decoded.value;
  const number = numberOf(code);
  if (number !== 200) {
    const known = byCode[number];
    return known === undefined
      ? undocumented('Juvlon', answer, `code ${code}`)
      : { ...known, said: `code ${number}` };
  }
  if (verify === undefined) return undocumented('Juvlon', answer, 'code 200 without "verify"');
  if (verify) {
    return {
      verdict: 'inconclusive',
      reason:
        'Juvlon verified a pair that nobody has: whatever answers there verifies anything. Tell Juvlon.',
      said: 'verify true',
    };
  }
  return {
    verdict: 'valid',
    reason: 'Juvlon took the key and did not verify the pair that nobody has.',
    said: 'verify false',
  };
}
