import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * True when `signature` is the base-64 HMAC-SHA256 of these bytes under one of the secrets. Every secret is tried and every
 * comparison is over 32 bytes, so the time tells nothing about which one failed or where.
 */
export function isSignedBase64(rawBody: Buffer, signature: string, secrets: readonly string[]): boolean {
  return matches(rawBody, Buffer.from(signature, 'base64'), secrets) && isCanonicalBase64(signature);
}

/** The same for a hex signature (Haravan's apps in production meet both). */
export function isSignedHex(rawBody: Buffer, signature: string, secrets: readonly string[]): boolean {
  return /^[0-9a-f]{64}$/i.test(signature) && matches(rawBody, Buffer.from(signature, 'hex'), secrets);
}

function matches(rawBody: Buffer, given: Buffer, secrets: readonly string[]): boolean {
  let found = false;
  for (const secret of secrets) {
    if (secret === '') continue; // anyone can sign with an empty key
    const expected = createHmac('sha256', secret).update(rawBody).digest();
    const padded = given.length === expected.length ? given : Buffer.alloc(expected.length);
    found = (timingSafeEqual(expected, padded) && given.length === expected.length) || found;
  }
  return found;
}

/** Node skips characters that are not base 64; a signature with them is a damaged one. */
function isCanonicalBase64(signature: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(signature) && Buffer.from(signature, 'base64').toString('base64') === signature;
}

export function sha256Hex(...parts: (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

/** A header that came once, or null; a header that came twice is nobody's. */
export function header(headers: Readonly<Record<string, string | string[] | undefined>>, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
