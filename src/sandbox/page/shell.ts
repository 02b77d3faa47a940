import type { SandboxAnswer } from '../vendor.ts';

/** What one page allows beyond nothing at all. */
export interface PagePolicy {
  readonly content: string;
  readonly referrer: 'no-referrer' | 'same-origin';
}

/** A page of the sandbox: static HTML of the rig's own, under a policy that loads nothing from elsewhere. */
export function page(status: number, title: string, body: string, policy: PagePolicy): SandboxAnswer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; ${policy.content}; base-uri 'none'; frame-ancestors 'none'`,
      'referrer-policy': policy.referrer,
    },
    body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<h1>${title}</h1>
${body}
</html>
`,
  };
}
