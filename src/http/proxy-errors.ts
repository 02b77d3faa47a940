import type { ProxyChoice } from './proxy-choice.ts';
import { explainTls, isTlsCode } from './tls-errors.ts';

/** Why a proxy opened no way to the server. The reason goes on after "the proxy". */
export function explainProxy(
  { variable, url }: ProxyChoice,
  failure: { readonly code: string; readonly message: string },
): { readonly reason: string; readonly hint: string } {
  const check = `Check the variable ${variable}, or take the host out of the proxy with NO_PROXY.`;
  const { code, message } = failure;
  const status = /^Bad response: (\d+)/.exec(message)?.[1];
  if (status === '407') {
    return {
      reason: 'wants a name and a password (407)',
      hint: `Write them into the variable: ${variable}=${url.protocol}//NAME:PASSWORD@${url.host}`,
    };
  }
  if (status !== undefined) return { reason: `would not open the connection (HTTP ${status})`, hint: check };
  if (code === 'ENOTFOUND') return { reason: 'has a name that DNS does not know', hint: check };
  if (code === 'ECONNREFUSED') return { reason: 'refused the connection', hint: check };
  if (code === 'ECONNRESET') return { reason: 'closed the connection without an answer', hint: check };
  if (isTlsCode(code)) return explainTls(code, message);
  if (code.startsWith('HPE_')) return { reason: `did not answer in HTTP (${code})`, hint: check };
  return { reason: `failed (${code === '' ? 'no reason given' : code})`, hint: check };
}
