/** The base64 characters that a secret decides by itself, at each of its three places in a group. */
function base64At(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}

/** How a text can be written in a file, by name. Written for the tests alone: what is tested has its own. */
export const spellings: Readonly<Record<string, (secret: string) => string>> = {
  raw: (secret) => secret,
  percent: encodeURIComponent,
  'percent, every byte': (secret) =>
    [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  json: (secret) => JSON.stringify(secret).slice(1, -1),
  'json in json': (secret) => JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
  hex: (secret) => Buffer.from(secret).toString('hex'),
  'base64 at 0': (secret) => base64At(Buffer.from(secret), 0),
  'base64 at 1': (secret) => base64At(Buffer.from(secret), 1),
  'base64 at 2': (secret) => base64At(Buffer.from(secret), 2),
  base64url: (secret) => Buffer.from(secret).toString('base64url'),
};

/** Every secret that is found in the text, with the spelling that it is found in. */
export function leaksIn(text: string, secrets: Iterable<string>): string[] {
  const lower = text.toLowerCase();
  return [...secrets].flatMap((secret) =>
    Object.entries(spellings)
      .filter(([name, spell]) => {
        const wanted = spell(secret);
        return name.startsWith('hex') || name.startsWith('percent, ')
          ? lower.includes(wanted.toLowerCase())
          : text.includes(wanted);
      })
      .map(([name]) => `${secret} (${name})`),
  );
}
