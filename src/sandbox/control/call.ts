import { v } from '../../http/contract.ts';
import { jsonObject } from '../../json-object.ts';
import { isForm, mistakenForm } from '../form.ts';
import { problem } from '../problem.ts';
import type { Route, RouteAnswer } from '../route.ts';
import type { SandboxAnswer, SandboxRequest } from '../vendor.ts';

/** What a path or a query holds by one name, as JSON Schema has it. */
export interface Parameter {
  readonly says: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** One of the rig's own calls under `/__sandbox`: what its route and its description are made of. */
export interface ControlCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Behind `/__sandbox/`. */
  readonly path: string;
  readonly summary: string;
  /** What its path and query take, by name. */
  readonly parameters?: Readonly<Record<string, Parameter>>;
  /** What its body takes, as JSON or from a form of the sandbox's own page. */
  readonly body?: v.GenericSchema;
  /** True where a form without any fields may send it too. */
  readonly emptyForm?: true;
  /** The status and the shape of what it answers when all is well; without a shape it is a stream of events. */
  readonly status?: number;
  readonly result?: v.GenericSchema;
  /** The statuses of its own refusals, beside those that every call has. */
  readonly refuses?: readonly (404 | 409)[];
  readonly answer: Route['answer'];
}

export function routeOf(call: ControlCall): Route {
  const { method, path, answer } = call;
  const own = method === 'GET' ? {} : { ownOrigin: true as const };
  const known = Object.keys(call.parameters ?? {}).filter((name) => !isInPath(call, name));
  return {
    method,
    path: `/__sandbox/${path}`,
    ...own,
    answer: (request, signal) => refuseParameters(request, known) ?? answer(request, signal),
  };
}

/** True for what stands in the path, and not in the query. */
export function isInPath({ path }: Pick<ControlCall, 'path'>, name: string): boolean {
  return path.split('/').includes(`:${name}`);
}

/** A filter that is a letter off would let everything through. */
function refuseParameters({ query }: SandboxRequest, known: readonly string[]): SandboxAnswer | undefined {
  if (query.size === 0) return undefined;
  const unknown = [...query.keys()].find((name) => !known.includes(name));
  if (unknown === undefined) return undefined;
  const takes = known.length === 0 ? 'none' : known.join(', ');
  return unusable(`There is no parameter ${unknown.slice(0, 40)} here; this call takes ${takes}.`);
}

/**
 * Answers with what the body holds: JSON, or what a form of the sandbox's own page sends, which is then led back to the
 * page.
 */
export function withBody<Shape extends v.GenericSchema>(
  request: SandboxRequest,
  shape: Shape,
  form: string,
  answer: (value: v.InferOutput<Shape>) => SandboxAnswer,
): RouteAnswer {
  const fromPage = isForm(request);
  const mistaken = fromPage ? mistakenForm(request) : undefined;
  if (mistaken !== undefined) return unusable(mistaken);
  const given = fromPage ? formValues(request.body) : jsonObject(request.body);
  if (given === undefined) return unusable(`The body must be one JSON object: ${form}.`);
  const read = v.safeParse(shape, given);
  if (!read.success) return unusable(`The body takes ${form}.${wrongMember(read.issues)}`);
  const answered = answer(read.output);
  return fromPage ? backToPage(answered) : answered;
}

/** After a form the browser goes back to the page; a refusal stays, to be read. */
export function backToPage(answer: SandboxAnswer): SandboxAnswer {
  return (answer.status ?? 200) < 300 ? { status: 303, headers: { location: '/' }, body: undefined } : answer;
}

/** A form knows texts alone: numbers and yes or no are read from them, and what was left empty was not said. */
function formValues(body: string): Record<string, unknown> {
  const values = [...new URLSearchParams(body)].filter(([, value]) => value !== '');
  return Object.fromEntries(values.map(([name, value]) => [name, texts.has(name) ? value : typed(value)]));
}

/** Of these a number is a text like any other, and keeps its zeros. */
const texts = new Set(['code', 'to', 'value', 'seed', 'body', 'retryAfter']);

function typed(value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  return /^-?\d{1,9}(?:\.\d{1,6})?$/.test(value) ? Number(value) : value;
}

function wrongMember(issues: readonly v.BaseIssue<unknown>[]): string {
  const paths = issues.flatMap((issue) => v.getDotPath(issue) ?? []);
  return paths.length === 0 ? '' : ` Look at ${[...new Set(paths)].join(', ')}.`;
}

export function unusable(hint: string): SandboxAnswer {
  return problem(400, 'The request cannot be used.', hint);
}
