import type { Answer } from '../../http/call.ts';
import { decode } from '../../http/contract.ts';
import { activeCall, harmlessCall } from '../../http/probe.ts';
import { type Judgement, type Probe, undocumented, wordAt } from '../probe.ts';
import { contract } from './contract.ts';

/** PRB-01: a check of a token that nobody has. https://www.jekimo.com/app.php/en/integration */
export const probe: Probe = {
  title: 'Jekimo',
  harmless: { call: harmlessCall(contract, 'check'), judge: judgeCheck },
  active: { call: activeCall(contract, 'gettoken'), judge: judgeToken },
};

const refused: Judgement = {
  verdict: 'invalid',
  reason: 'Jekimo refused the key.',
  said: 'Invalid API key',
};

/** Which of key and token Jekimo looks at first is not documented. */
function judgeCheck(answer: Answer): Judgement {
  const error = wordAt(answer.json, 'error');
  if (error === 'Invalid API key') return refused;
  if (error !== 'Invalid Token')
    return undocumented('Jekimo', answer, error || wordAt(answer.json, 'status'));
  return {
    verdict: 'valid',
    reason: 'Jekimo took the key and refused the token that goes with no sign-in.',
    said: 'Invalid Token',
  };
}

function judgeToken(answer: Answer): Judgement {
  const error = wordAt(answer.json, 'error');
  if (error === 'Invalid API key') return refused;
  if (error !== '' || 'problem' in decode(contract.gettoken.answer, answer.json))
    return undocumented('Jekimo', answer, error);
  return { verdict: 'valid', reason: 'Jekimo made a token with the key.', said: 'a token' };
}
