import { page } from '../../../page/shell.ts';
import type { SandboxAnswer } from '../../../sandbox/vendor.ts';

/** The page where a signed-in customer finds a QR code for another device; nothing of the request is part of it. */
export async function securityPage(qrValue: string | undefined): Promise<SandboxAnswer> {
  if (qrValue === undefined)
    return html(404, 'Nobody has signed in with this address.', '<p>Sign in with a code first.</p>');
  const { qrDataUri } = await import('../../../terminal/qr-file.ts');
  return html(
    200,
    'My Account: Security',
    `<p>This is authrig's sandbox. Scan the code with the other device, or copy its value. It works once.</p>
<p><img alt="QR code" src="${await qrDataUri(qrValue)}"></p>
<p><code>${qrValue}</code></p>`,
  );
}

function html(status: number, title: string, body: string): SandboxAnswer {
  return page(status, title, body, { content: 'img-src data:', referrer: 'no-referrer' });
}
