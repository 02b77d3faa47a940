import { millisecondsIn } from '../../duration.ts';
import { v } from '../../http/contract.ts';
import { fates } from '../recipients.ts';

const text = v.pipe(v.string(), v.nonEmpty());

/** A message that an integrator sent by its own means. */
export const messageShape = v.strictObject({ provider: text, to: text, code: text });

export const messageForm = '{"provider":"jekimo","to":"customer@example.com","code":"293812"}';

/** A message as the outbox holds it. */
export const sentShape = v.object({
  id: v.string(),
  provider: v.string(),
  to: v.string(),
  code: v.string(),
  sentAt: v.string(),
});

/** What a customer decides; `customer` is one whose name says what is special, such as under-age@example.com. */
export const decisionShape = v.strictObject({
  decision: v.picklist(['approve', 'deny', 'timeout', 'error']),
  risk: v.exactOptional(v.boolean()),
  age: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  customer: v.exactOptional(text),
});

export const decisionForm =
  '{"decision":"approve"}, deny, timeout or error, with "risk":true, "age":17 or "customer" if wanted';

/** A sign-in as it is listed. */
export const sessionShape = v.object({
  id: v.string(),
  provider: v.string(),
  url: v.string(),
  createdAt: v.string(),
  expiresAt: v.string(),
  secondFactor: v.optional(v.boolean()),
  attended: v.optional(v.boolean()),
  state: v.picklist(['pending', 'decided', 'expired']),
});

/** `121s`, `1h30m`, `30d` or a bare number of seconds, in milliseconds. */
const durationShape = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform((value) => (/^\d+$/.test(String(value)) ? `${value}s` : String(value))),
  v.regex(/^(?:\d{1,9}(?:ms|s|m|h|d))+$/, 'advance takes a duration such as 121s.'),
  v.transform((written) => millisecondsIn(written) ?? 0),
);

/** One change of the sandbox's time. */
export const clockShape = v.union([
  v.strictObject({ advance: durationShape }),
  v.strictObject({ freeze: v.boolean() }),
]);

export const clockForm = '{"advance":"121s"} or {"freeze":true}';

export const timeShape = v.object({ now: v.string(), frozen: v.boolean() });

/** What is arranged for one recipient. */
export const recipientShape = v.strictObject({
  to: text,
  code: v.exactOptional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{1,20}$/))),
  fate: v.exactOptional(v.picklist([...fates, 'none'])),
  resendLimit: v.exactOptional(v.boolean()),
});

export const recipientForm = `{"to":"+447700900123","code":"123456"}, with "resendLimit":false or "fate": ${fates.join(', ')} or none`;

/** One switch that is set. */
export const switchShape = v.strictObject({ name: text, value: text });

export const switchForm = '{"name":"juvlon.verify","value":"boolean"}';

export const switchedShape = v.object({
  name: v.string(),
  value: v.string(),
  values: v.array(v.string()),
  summary: v.string(),
  row: v.string(),
});

/** A request as the log shows it. */
export const loggedShape = v.object({
  id: v.string(),
  at: v.string(),
  method: v.string(),
  path: v.string(),
  headers: v.record(v.string(), v.string()),
  body: v.string(),
  status: v.number(),
  hint: v.optional(v.string()),
  fault: v.optional(v.string()),
});

export const healthShape = v.object({
  ready: v.literal(true),
  versions: v.object({ authrig: v.string() }),
  clock: timeShape,
  providers: v.record(v.string(), v.string()),
});
