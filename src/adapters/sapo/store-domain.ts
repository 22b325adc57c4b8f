/** A store's permanent address. Sapo was Bizweb: stores of that time have their handle under both domains. */
const STORE = /^([a-z0-9][a-z0-9-]{0,62})(\.mysapo\.net|\.bizwebvietnam\.net)?$/;

/** "tiem-mau.mysapo.net" in lower case; the handle alone is taken for the newer domain. Null for any other text. */
export function storeDomain(text: string | null): string | null {
  const match = STORE.exec(text?.toLowerCase() ?? '');
  return match ? `${match[1]}${match[2] ?? '.mysapo.net'}` : null;
}

/** Whether two names are of one store, whichever domain they are under. */
export function isSameStore(one: string, other: string): boolean {
  const handle = handleOf(one);
  return handle !== null && handle === handleOf(other);
}

function handleOf(text: string): string | null {
  return STORE.exec(text.toLowerCase())?.[1] ?? null;
}
