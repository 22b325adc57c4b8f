import { randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Platform } from '../../adapters/adapter.ts';
import { cleanText, type Instant, normaliseEmail } from '../../model.ts';
import type { SecretBox } from '../secrets.ts';
import type { InstallationDocument } from '../store/documents.ts';
import { seconds } from './tokens.ts';

/**
 * A handoff tells who of a host's staff opens the admin: a JWT that a plugin on the host's side signs with the secret of its
 * connection (HS256, and nothing else), and that opens one session.
 *
 *     header   { "alg": "HS256", "kid": "<connection id>" }
 *     payload  { "iss": "<the store's origin or domain>", "aud": "tessera", "sub": "<user id on the host>",
 *                "iat": …, "exp": iat + 60, "jti": "<random, used once>",
 *                "name"?: …, "email"?: …, "admin"?: true, "locale"?: … }
 *
 * The secret has 32 characters or more. The connection is named in `kid` of the header, never in the payload. `admin` says that the host lets this person administer the
 * whole store: who comes new is then a manager instead of a viewer. `locale` is for the page, which gets it from the host too.
 */
export interface HostUser {
  /** The host's id of the user. */
  readonly sub: string;
  readonly name?: string;
  readonly email?: string;
  readonly admin?: boolean;
  readonly locale?: string;
}

/** What a rightly signed handoff says. */
export interface Handoff {
  readonly userId: string;
  /** Null: the host does not say. */
  readonly name: string | null;
  readonly email: string | null;
  readonly isAdmin: boolean;
  readonly jti: string;
  readonly expiresAt: Instant;
}

/**
 * Hosts whose admin shows ours by a handoff. A till has no admin, and its secret lies on every till and at whoever makes them: it
 * sends us sales and must not let anybody see the customers. Shopify vouches by ID tokens.
 */
export const HANDOFF_PLATFORMS: readonly Platform[] = ['woocommerce', 'haravan', 'sapo'];

const AUDIENCE = 'tessera';
const VALID_MS = 60_000;
/** Hosts are told 60 s; what was made to live longer than this is refused. */
const VALID_MAX_SECONDS = 120;
/**
 * Whom a handoff is about gets to see it, and can try secrets against it at home: one that a person has thought up would make
 * them owner. Ours have 43 characters, those of hosts 32 and more; a shorter one signs webhooks only.
 */
const SECRET_LENGTH_MIN = 32;
/** Clocks of two servers differ a little. */
const TOLERANCE_SECONDS = 5;

const Claims = z.object({
  iss: z.string().max(300),
  // Becomes a part of an `_id`, of an address and of audit entries.
  sub: z.string().regex(/^[\w.@+:|-]{1,128}$/),
  jti: z.string().regex(/^[\x21-\x7e]{8,128}$/),
  iat: z.number(),
  exp: z.number(),
  admin: z.unknown().optional(),
  name: z.unknown().optional(),
  email: z.unknown().optional(),
});

/** What the host's plugin makes; here for launches that we verify ourselves (Haravan, Sapo), for the demo host and for tests. */
export async function mintHandoff(
  box: SecretBox,
  installation: Pick<InstallationDocument, '_id' | 'domain' | 'secrets'>,
  { sub, name, email, admin, locale }: HostUser,
  now: Instant,
): Promise<string> {
  const said = Object.entries({ name, email, admin, locale }).filter(([, value]) => value !== undefined);
  return new SignJWT(Object.fromEntries(said))
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: installation._id })
    .setIssuer(installation.domain)
    .setAudience(AUDIENCE)
    .setSubject(sub)
    .setJti(randomUUID())
    .setIssuedAt(seconds(now))
    .setExpirationTime(seconds(now + VALID_MS))
    .sign(Buffer.from(box.open(installation.secrets[0] ?? '', installation._id)));
}

/** Null for whatever this connection did not sign just now. That it is used once is the caller's to see to. */
export async function readHandoff(
  box: SecretBox,
  installation: Pick<InstallationDocument, '_id' | 'domain' | 'secrets'>,
  token: string,
  now: Instant,
): Promise<Handoff | null> {
  for (const sealed of installation.secrets) {
    const secret = box.open(sealed, installation._id);
    if (secret.length < SECRET_LENGTH_MIN) continue;
    const verified = await jwtVerify(token, Buffer.from(secret), {
      algorithms: ['HS256'],
      audience: AUDIENCE,
      currentDate: new Date(now),
      clockTolerance: TOLERANCE_SECONDS,
      maxTokenAge: VALID_MAX_SECONDS,
    }).catch(() => null);
    const claims = Claims.safeParse(verified?.payload);
    if (!claims.success) continue;
    const { iss, sub, jti, iat, exp, admin, name, email } = claims.data;
    if (exp - iat > VALID_MAX_SECONDS || !isStore(iss, installation.domain)) return null;
    return {
      userId: sub,
      name: nameOf(name),
      email: normaliseEmail(email),
      isAdmin: admin === true,
      jti,
      expiresAt: exp * 1000,
    };
  }
  return null;
}

/** In one line, without characters that steer a terminal. */
function nameOf(name: unknown): string | null {
  if (typeof name !== 'string') return null;
  return (
    cleanText(name.toWellFormed().replace(/[^\P{Cc}\s]/gu, ''))
      ?.slice(0, 100)
      .toWellFormed() ?? null
  );
}

/** The same host, by whichever address of the store below it. The secret is what proves it; this catches a wrong connection. */
function isStore(issuer: string, domain: string): boolean {
  return hostOf(issuer) === hostOf(domain);
}

function hostOf(address: string): string {
  return (
    address
      .trim()
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .split('/')[0] ?? ''
  );
}
