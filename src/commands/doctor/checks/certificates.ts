import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { errorCode } from '../../../errors.ts';
import { bad, type Check, doubtful, type Examine, good } from '../check.ts';

const name = 'certificates';
const hint = 'Name a file with certificates in PEM form, or unset NODE_EXTRA_CA_CERTS.';
/** No list of authorities comes near this; in bytes. */
const largest = 16 * 1024 * 1024;

/** The authorities that NODE_EXTRA_CA_CERTS adds: Node says nothing at all where it can't read them. */
export const certificates: Examine = async ({ context: { env, clock } }) => {
  const file = env['NODE_EXTRA_CA_CERTS'] ?? '';
  if (file === '') return [good(name, 'the authorities that Node knows are trusted, and no others')];
  let text: string;
  try {
    const stats = await stat(file);
    if (!stats.isFile() || stats.size > largest)
      return [bad(name, `NODE_EXTRA_CA_CERTS names ${file}, which is no such file`, hint)];
    text = await readFile(file, 'latin1');
  } catch (error) {
    const why = errorCode(error) === 'ENOENT' ? 'is not there' : `can not be read (${errorCode(error)})`;
    return [bad(name, `NODE_EXTRA_CA_CERTS names ${file}, which ${why}`, hint)];
  }
  return [judge(file, text, clock.now())];
};

function judge(file: string, text: string, now: number): Check {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  const read = blocks.map(certificateIn);
  if (read.length === 0) return bad(name, `${file} holds no certificate in PEM form`, hint);
  if (read.includes(undefined)) return bad(name, `${file} holds a certificate that can not be read`, hint);
  const expired = read.filter((each) => each !== undefined && Date.parse(each.validTo) < now).length;
  if (expired === read.length) {
    return doubtful(
      name,
      `every certificate in ${file} has expired`,
      'Ask whoever gave you the file for a new one.',
    );
  }
  const more = `${read.length} more ${read.length === 1 ? 'authority' : 'authorities'} from ${file}`;
  return good(name, expired === 0 ? more : `${more}, ${expired} of them expired`);
}

function certificateIn(block: string): X509Certificate | undefined {
  try {
    return new X509Certificate(block);
  } catch {
    return undefined;
  }
}
