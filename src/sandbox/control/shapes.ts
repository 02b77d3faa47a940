import { millisecondsIn } from '../../duration.ts';
import { v } from '../../http/contract.ts';
import { fates } from '../recipients.ts';

const text = v.pipe(v.string(), v.nonEmpty());
const time = v.pipe(v.string(), v.isoTimestamp());
/** Messages and requests are counted. */
const number = v.pipe(v.string(), v.regex(/^[1-9]\d{0,14}$/));

/** A message that an integrator sent by its own means. */
export const messageShape = v.pipe(
  v.strictObject({ provider: text, to: text, code: text }),
  v.metadata({ examples: [{ provider: 'jekimo', to: 'customer@example.com', code: '293812' }] }),
);

export const messageForm = '{"provider":"jekimo","to":"customer@example.com","code":"293812"}';

/** A message as the outbox holds it. */
export const sentShape = v.object({
  id: number,
  provider: v.string(),
  to: v.string(),
  code: v.string(),
  sentAt: time,
  seeded: v.exactOptional(
    v.pipe(v.literal(true), v.description('the sandbox put it there by itself: nobody asked for it')),
  ),
});

/** What a customer decides. */
export const decisionShape = v.pipe(
  v.strictObject({
    decision: v.picklist(['approve', 'deny', 'timeout', 'error']),
    risk: v.exactOptional(v.pipe(v.boolean(), v.description('whether Jekimo sees a risk'))),
    age: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.description('in years'))),
    customer: v.exactOptional(
      v.pipe(text, v.description('one whose name says what is special: under-age@example.com')),
    ),
  }),
  v.metadata({
    examples: [
      { decision: 'approve' },
      { decision: 'approve', risk: true, age: 17 },
      { decision: 'approve', customer: 'under-age@example.com' },
    ],
  }),
);

export const decisionForm =
  '{"decision":"approve"}, deny, timeout or error, with "risk":true, "age":17 or "customer" if wanted';

/** A sign-in as it is listed. */
export const sessionShape = v.object({
  id: v.string(),
  provider: v.string(),
  url: v.pipe(v.string(), v.description('what the customer would open or scan')),
  createdAt: time,
  expiresAt: time,
  secondFactor: v.exactOptional(v.pipe(v.boolean(), v.description('a second factor was asked for'))),
  attended: v.exactOptional(v.pipe(v.boolean(), v.description('a person plays the customer'))),
  state: v.picklist(['pending', 'decided', 'expired']),
});

const unit = '(?:ms|s|m|h|d)';

/** `121s`, `1h30m`, `30d` or a bare number of seconds, in milliseconds. */
const durationShape = v.pipe(
  v.union([
    v.pipe(v.string(), v.regex(new RegExp(`^(?:\\d{1,9}|(?:\\d{1,9}${unit})+)$`))),
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(999_999_999)),
  ]),
  v.description('such as 121s or 1h30m; a bare number is seconds'),
  v.transform((value) => (/^\d+$/.test(String(value)) ? `${value}s` : String(value))),
  v.transform((written) => millisecondsIn(written) ?? 0),
);

/** One change of the sandbox's time. */
export const clockShape = v.pipe(
  v.union([v.strictObject({ advance: durationShape }), v.strictObject({ freeze: v.boolean() })]),
  v.metadata({ examples: [{ advance: '121s' }, { advance: '1h30m' }, { advance: 7 }, { freeze: true }] }),
);

export const clockForm = '{"advance":"121s"} or {"freeze":true}';

export const timeShape = v.object({ now: time, frozen: v.boolean() });

const arrangement = {
  to: v.pipe(text, v.description('the phone number with its country code, or the e-mail address')),
  code: v.exactOptional(
    v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{1,20}$/), v.description('is sent in place of a random one')),
  ),
  fate: v.exactOptional(
    v.pipe(v.picklist([...fates, 'none']), v.description('none takes away what the address says by itself')),
  ),
  resendLimit: v.exactOptional(v.pipe(v.boolean(), v.description('false lifts the limit on messages'))),
};

/** What is arranged for one recipient. */
export const recipientShape = v.pipe(
  v.strictObject(arrangement),
  v.metadata({
    examples: [
      { to: '+447700900123', code: '123456' },
      { to: 'customer@example.com', fate: 'locked', resendLimit: false },
    ],
  }),
);

export const recipientForm = `{"to":"+447700900123","code":"123456"}, with "resendLimit":false or "fate": ${fates.join(', ')} or none`;

/** One switch that is set. */
export const switchShape = v.pipe(
  v.strictObject({ name: text, value: text }),
  v.metadata({ examples: [{ name: 'sandbox.answers', value: 'docs-literal' }] }),
);

export const switchForm = '{"name":"juvlon.verify","value":"boolean"}';

export const switchedShape = v.object({
  name: v.string(),
  value: v.pipe(v.string(), v.description('how it is read now')),
  values: v.pipe(v.array(v.string()), v.minLength(2), v.description('the first is what it begins with')),
  summary: v.string(),
  row: v.pipe(v.string(), v.description('the requirement that the question comes from')),
});

/** A request as the log shows it. */
export const loggedShape = v.object({
  id: number,
  at: time,
  method: v.string(),
  path: v.string(),
  headers: v.record(v.string(), v.string()),
  body: v.string(),
  status: v.pipe(v.number(), v.integer()),
  hint: v.exactOptional(v.string()),
  fault: v.exactOptional(v.pipe(v.string(), v.description('the kind of the fault that struck it'))),
});

export const healthShape = v.object({
  ready: v.literal(true),
  versions: v.object({ authrig: v.string() }),
  clock: timeShape,
  providers: v.pipe(v.record(v.string(), v.string()), v.description('base URLs by provider')),
});

/** What the sandbox does of what a vendor's page says. */
export const emulatedShape = v.object({ what: v.string(), rows: v.string(), source: v.string() });

/** What refuses a call: RFC 9457, with the next thing to try. */
export const problemShape = v.object({
  type: v.literal('about:blank'),
  status: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)),
  title: text,
  hint: text,
});

export const openApiShape = v.objectWithRest(
  { openapi: v.pipe(v.string(), v.regex(/^3\.1\.\d+$/)), paths: v.record(v.string(), v.unknown()) },
  v.unknown(),
);
