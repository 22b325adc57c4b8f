import type { Fields } from '../fields.ts';

/**
 * Haravan fills in an address of its own where a customer has none: `guest@haravan.com` for walk-in and marketplace buyers,
 * `0912345678.phone@haravan.com` for who registered by phone (found in Haravan themes and in shops' own integrations). Taken for
 * e-mail they would make one customer of all a shop's strangers.
 */
export function isNobodys(email: string): boolean {
  return /^(?:guest(?:\+\d+)?|khachhang|\d+\.phone)@haravan\.com$/i.test(email.trim());
}

/** The one account under which a shop's guests buy: an address of nobody's and no phone. Its id names nobody either. */
export function isGuestAccount(account: Fields): boolean {
  const email = account.textOrNull('email');
  return (
    account.textOrNull('phone') === null && email !== null && /^(?:guest|khachhang)@/i.test(email) && isNobodys(email)
  );
}
