import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Instant, ShopId } from '../../model.ts';
import { newSecret, type SecretBox } from '../secrets.ts';

/**
 * Tokens that we make for ourselves: the short bearer of somebody signed in, and the one-use handoff that renews it or that
 * a sign-in link carries. Each use has a key of its own, so neither passes for the other, and no secret of a host signs
 * either. Nothing about the person is in them but their id; what they may do is looked up with every request.
 */
export type TokenUse = 'session' | 'handoff';

/** In the header of our own tokens, where a host's handoff has the id of its connection. */
export const OWN = 'own';

const Claims = z.object({
  shop: z.string().transform((shop) => shop as ShopId),
  sub: z.string().regex(/^(key|staff) \S+$/),
  jti: z.string(),
  exp: z.int(),
  until: z.int().optional(),
});

/** Whom a token stands for. */
export interface Subject {
  readonly shop: ShopId;
  readonly kind: 'key' | 'staff';
  readonly id: string;
  /** When whatever was renewed ends all the same; null: a sign-in link, whose session has not begun. */
  readonly until: Instant | null;
}

export interface OwnToken extends Subject {
  readonly jti: string;
  readonly expiresAt: Instant;
}

/** Expiry in whole seconds, as the token has it. */
export async function signOwn(
  box: SecretBox,
  use: TokenUse,
  { shop, kind, id, until }: Subject,
  times: { readonly now: Instant; readonly expiresAt: Instant },
): Promise<string> {
  return new SignJWT({ shop, ...(until === null ? {} : { until: seconds(until) }) })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: OWN })
    .setIssuer('tessera')
    .setAudience(use)
    .setSubject(`${kind} ${id}`)
    .setJti(newSecret())
    .setIssuedAt(seconds(times.now))
    .setExpirationTime(seconds(times.expiresAt))
    .sign(box.derive(use));
}

/** Null for whatever we did not sign for this use, or what has run out. */
export async function readOwn(box: SecretBox, use: TokenUse, token: string, now: Instant): Promise<OwnToken | null> {
  const verified = await jwtVerify(token, box.derive(use), {
    algorithms: ['HS256'],
    issuer: 'tessera',
    audience: use,
    currentDate: new Date(now),
  }).catch(() => null);
  const claims = Claims.safeParse(verified?.payload);
  if (!claims.success) return null;
  const { shop, sub, jti, exp, until } = claims.data;
  const space = sub.indexOf(' ');
  return {
    shop,
    kind: sub.slice(0, space) as Subject['kind'],
    id: sub.slice(space + 1),
    until: until === undefined ? null : until * 1000,
    jti,
    expiresAt: exp * 1000,
  };
}

export function seconds(instant: Instant): number {
  return Math.floor(instant / 1000);
}
