/** Makes a request one: sent twice, it happens once. Also where the page is not served by HTTPS and has no `randomUUID`. */
export function requestKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
