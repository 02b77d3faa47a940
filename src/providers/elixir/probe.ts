import type { Answer } from '../../http/call.ts';
import { harmlessCall } from '../../http/probe.ts';
import { type Judgement, type Probe, undocumented, wordAt } from '../probe.ts';
import { contract } from './contract.ts';
import { camelCase } from './spelling.ts';

/** PRB-04: a refresh of a token that nobody has. https://docs.elixir.app/api-docs/api-docs-1/mobile-auth */
export const probe: Probe = {
  title: 'Elixir',
  harmless: { call: harmlessCall(contract, 'refresh'), judge },
};

function judge(answer: Answer): Judgement {
  const json = camelCase(answer.json);
  const code = wordAt(json, 'error', 'code');
  const message = wordAt(json, 'error', 'message');
  if (!isRefusal(json)) return undocumented('Elixir', answer);
  if (code === 'INVALID_REFRESH_TOKEN') {
    return {
      verdict: 'valid',
      reason: 'Elixir took the key and refused the refresh token that nobody has.',
      said: code,
    };
  }
  // R-ELX-4: 1001 stands for more than a bad key, so its message is read too.
  if (code === '1001' && /invalid api key/i.test(message)) {
    return {
      verdict: 'invalid',
      reason: 'Elixir refused the key (code 1001); a development key is refused in production, too.',
      said: 'code 1001, Invalid API Key',
    };
  }
  if (code === '1001' && /\b(?:encoding|hex)\b/i.test(message))
    return {
      verdict: 'invalid',
      reason: 'Elixir says that the key is malformed (code 1001).',
      said: 'code 1001, encoding',
    };
  if (code === '1000') {
    return {
      verdict: 'inconclusive',
      reason: 'Elixir refused the credentials (code 1000), and does not say whether it means the key.',
      said: 'code 1000',
      open: true,
    };
  }
  return undocumented('Elixir', answer, [code && `code ${code}`, message].filter(Boolean).join(', '));
}

function isRefusal(json: unknown): boolean {
  const success = typeof json === 'object' && json !== null && 'success' in json ? json.success : undefined;
  return success === false || success === 'false';
}
