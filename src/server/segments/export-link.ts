import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant, ShopId } from '../../model.ts';
import type { SecretBox } from '../secrets.ts';
import type { BulkActionDocument } from '../store/bulk-action-document.ts';

/** Which file a link is of. */
export interface LinkedFile {
  readonly shop: ShopId;
  /** `<segment id>.<action id>`. */
  readonly action: string;
  readonly file: number;
}

/**
 * The token of a link: what it is of and until when, signed with a key of the server's own for this purpose. Nothing about it is stored, so every
 * process of the server knows it, and it is worth nothing after its time or when its file is gone.
 */
export function linkToken(
  box: SecretBox,
  { _id, shop }: Pick<BulkActionDocument, '_id' | 'shop'>,
  file: number,
  until: Instant,
): string {
  const named = [shop, _id.slice(shop.length + 1), file, until].join('~');
  return Buffer.from(`${named}~${signatureOf(box, named)}`).toString('base64url');
}

/** Null for what was not made here, or has run out. */
export function readToken(box: SecretBox, token: string, now: Instant): LinkedFile | null {
  const parts = Buffer.from(token, 'base64url').toString('utf8').split('~');
  if (parts.length !== 5) return null;
  const [shop, action, file, until, signature] = parts as [string, string, string, string, string];
  const should = Buffer.from(signatureOf(box, [shop, action, file, until].join('~')));
  const given = Buffer.from(signature);
  if (given.length !== should.length || !timingSafeEqual(given, should)) return null;
  return Number(until) <= now ? null : { shop: shop as ShopId, action, file: Number(file) };
}

const signatureOf = (box: SecretBox, text: string) =>
  createHmac('sha256', box.derive('export links')).update(text).digest('base64url');
