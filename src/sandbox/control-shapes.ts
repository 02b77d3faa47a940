import { millisecondsIn } from '../duration.ts';
import { v } from '../http/contract.ts';

/** A message that an integrator sent by its own means. */
export const messageShape = v.strictObject({
  provider: v.pipe(v.string(), v.nonEmpty()),
  to: v.pipe(v.string(), v.nonEmpty()),
  code: v.pipe(v.string(), v.nonEmpty()),
});

export const messageForm = '{"provider":"jekimo","to":"customer@example.com","code":"293812"}';

/** What a customer decides. */
export const decisionShape = v.strictObject({
  decision: v.picklist(['approve', 'deny', 'timeout', 'error']),
  risk: v.exactOptional(v.boolean()),
  age: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});

export const decisionForm =
  '{"decision":"approve"}, deny, timeout or error, with "risk":true and "age":17 if wanted';

/** `121s`, `1h30m`, `30d` or a bare number of seconds, in milliseconds. */
const durationShape = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform((value) => (/^\d+$/.test(String(value)) ? `${value}s` : String(value))),
  v.regex(/^(?:\d{1,9}(?:ms|s|m|h|d))+$/, 'advance takes a duration such as 121s.'),
  v.transform((text) => millisecondsIn(text) ?? 0),
);

/** One change of the sandbox's time. */
export const clockShape = v.union([
  v.strictObject({ advance: durationShape }),
  v.strictObject({ freeze: v.boolean() }),
]);

export const clockForm = '{"advance":"121s"} or {"freeze":true}';
