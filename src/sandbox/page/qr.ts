/** A QR code as the `data:` URI of a PNG; what draws it is loaded when one is asked for. */
export async function qrDataUri(text: string): Promise<string> {
  const { qrPng } = await import('../../terminal/qr-file.ts');
  return `data:image/png;base64,${Buffer.from(await qrPng(text)).toString('base64')}`;
}
