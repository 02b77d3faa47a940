/** Why a TLS connection failed, and what to do about it. */
export interface TlsFailure {
  /** Goes on after the server's name. */
  readonly reason: string;
  readonly hint: string;
}

const extraCa =
  'If it is meant to be trusted here (a company proxy, a test server), name the file of its CA: ' +
  'NODE_EXTRA_CA_CERTS=ca.pem authrig …';
const clock = 'See whether the clock of this machine is right, with: date -u';
const otherServer =
  'Check the base URL with `authrig config list`, and whether a proxy answers in its place.';

const unknownAuthority: TlsFailure = {
  reason: 'has a certificate from an authority (CA) that this machine does not know',
  hint: extraCa,
};
const tooOld: TlsFailure = {
  reason: 'speaks only versions of TLS that are no longer safe',
  hint: 'The server, or the proxy before it, has to offer TLS 1.2 or later.',
};
const notTls: TlsFailure = {
  reason: 'does not speak TLS on this port',
  hint: 'Check the host and the port of the base URL with: authrig config list',
};

/** Codes of OpenSSL and Node, as they stand in an error's `code`. */
const failures: Readonly<Record<string, TlsFailure>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: { reason: 'has a self-signed certificate', hint: extraCa },
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  CERT_UNTRUSTED: unknownAuthority,
  CERT_HAS_EXPIRED: { reason: 'has a certificate that has expired', hint: clock },
  CERT_NOT_YET_VALID: { reason: 'has a certificate that is not valid yet', hint: clock },
  CERT_REVOKED: { reason: 'has a certificate that was revoked', hint: otherServer },
  ERR_TLS_CERT_ALTNAME_INVALID: { reason: 'has a certificate for another host', hint: otherServer },
  HOSTNAME_MISMATCH: { reason: 'has a certificate for another host', hint: otherServer },
  ERR_SSL_UNSUPPORTED_PROTOCOL: tooOld,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: tooOld,
  ERR_SSL_WRONG_VERSION_NUMBER: notTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: notTls,
  ERR_SSL_HTTP_REQUEST: notTls,
};

/** True for a code that speaks of TLS, whenever it comes. */
export function isTlsCode(code: string): boolean {
  return code === 'EPROTO' || /^ERR_(?:SSL|TLS)_/.test(code) || Object.hasOwn(failures, code);
}

/** Explains a failed TLS handshake. */
export function explainTls(code: string, message: string): TlsFailure {
  if (code === 'ECONNRESET' || code === 'EPIPE')
    return { reason: 'broke off the TLS handshake', hint: otherServer };
  const known = failures[code === 'EPROTO' ? codeWithin(message) : code];
  return known ?? { reason: `could not be trusted over TLS (${code})`, hint: otherServer };
}

/** Node keeps OpenSSL's reason in the text alone: `…:SSL routines:ssl3_get_record:wrong version number:…`. */
function codeWithin(message: string): string {
  const reason = /:SSL routines:[^:]*:([^:]+):/.exec(message)?.[1] ?? '';
  return `ERR_SSL_${reason.toUpperCase().replaceAll(' ', '_')}`;
}
