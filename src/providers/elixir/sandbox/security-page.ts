import type { SandboxAnswer } from '../../../sandbox/vendor.ts';

/** The page where a signed-in customer finds a QR code for another device; nothing of the request is part of it. */
export async function securityPage(qrValue: string | undefined): Promise<SandboxAnswer> {
  if (qrValue === undefined)
    return html(404, 'Nobody has signed in with this address.', '<p>Sign in with a code first.</p>');
  const { qrPng } = await import('../../../terminal/qr-file.ts');
  const image = Buffer.from(await qrPng(qrValue)).toString('base64');
  return html(
    200,
    'My Account: Security',
    `<p>This is authrig's sandbox. Scan the code with the other device, or copy its value. It works once.</p>
<p><img alt="QR code" src="data:image/png;base64,${image}"></p>
<p><code>${qrValue}</code></p>`,
  );
}

function html(status: number, title: string, body: string): SandboxAnswer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
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
