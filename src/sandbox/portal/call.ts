import type { Clock } from '../../clock.ts';
import { decode, type Endpoint, type v } from '../../http/contract.ts';
import { patiently } from '../notify.ts';

export interface CallRequest {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface CallAnswer {
  readonly status: number;
  readonly text: string;
}

/** Undefined where nothing answered within 5 s. */
export type Call = (url: string, request: CallRequest) => Promise<CallAnswer | undefined>;

/** The portal's own HTTP client: it calls the sandbox that it stands in, and nobody else. */
export function createCall(origin: string, realClock: Clock): Call {
  return async (url, request) => {
    if (new URL(url).origin !== origin) throw new Error('The portal calls its own sandbox alone.');
    try {
      return await patiently(realClock, async (signal) => {
        const answer = await fetch(url, { ...request, redirect: 'manual', signal });
        return { status: answer.status, text: await answer.text() };
      });
    } catch {
      return undefined;
    }
  };
}

/** What a vendor answered: `value` where it is the documented answer, `json` as it came where it is JSON. */
export interface VendorAnswer<Schema extends v.GenericSchema> {
  readonly value?: v.InferOutput<Schema>;
  readonly json?: unknown;
}

/** Makes one call of a contract, as an integrator's backend would. Never throws: what is no answer has no value. */
export async function callVendor<Input, Schema extends v.GenericSchema>(
  call: Call,
  baseUrl: string,
  endpoint: Endpoint<Input, Schema>,
  input: Input,
): Promise<VendorAnswer<Schema>> {
  const { method, path, headers, body, answer: schema } = endpoint;
  const sent = body === undefined ? {} : { body: body(input) };
  const answer = await call(baseUrl + path, { method, headers: headers(input), ...sent });
  if (answer === undefined) return {};
  let json: unknown;
  try {
    json = JSON.parse(answer.text);
  } catch {
    return {};
  }
  const decoded = decode(schema, json);
  return 'value' in decoded && answer.status === 200 ? { json, value: decoded.value } : { json };
}
