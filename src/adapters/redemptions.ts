import type { Fields } from './fields.ts';

/** The name under which a checkout notes a hold of points on the host's order: an order attribute, or a meta key. */
const HOLD = 'tessera_hold';
const HOLD_ID = /^[A-Za-z0-9_-]{1,64}$/;
/** More than any checkout has use for; it bounds what one payload can make us look up. */
const MOST = 20;

/**
 * The holds that an order carries, in a list of names and values as `note_attributes` of Shopify, Haravan and Sapo
 * (`{name, value}`) and `meta_data` of WooCommerce (`{key, value}`) are. Several stand in entries of their own or in one, with commas.
 * The buyer can write there too, so what is no id is passed over, and no form of the list makes an order unreadable.
 */
export function carriedHolds(order: Fields, list: string, nameField: string): string[] {
  const entries = order.raw(list);
  if (!Array.isArray(entries)) return [];
  return holdIds(
    entries.flatMap((entry: unknown) => {
      if (typeof entry !== 'object' || entry === null) return [];
      const { [nameField]: name, value } = entry as Readonly<Record<string, unknown>>;
      return name === HOLD && (typeof value === 'string' || typeof value === 'number') ? String(value).split(',') : [];
    }),
  );
}

/** Those of the texts that can be a hold's id, each once. */
export function holdIds(texts: readonly string[]): string[] {
  const ids = texts.map((text) => text.trim()).filter((text) => HOLD_ID.test(text));
  return [...new Set(ids)].slice(0, MOST);
}
