import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '../errors.ts';

/**
 * Host secrets at rest: AES-256-GCM with the server's key, bound to what they belong to, so that a stored secret copied to another
 * connection does not open there. `v1.<nonce>.<tag>.<text>` in base 64.
 */
export class SecretBox {
  readonly #key: Buffer;

  /** `key` is 32 bytes: TESSERA_KEY, or the one made once and kept in DATA_DIR. */
  constructor(key: Buffer) {
    if (key.length !== 32) throw new AppError('setting_invalid', 'TESSERA_KEY is not 32 bytes in base 64');
    this.#key = key;
  }

  seal(secret: string, belongsTo: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(belongsTo));
    const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return ['v1', ...[nonce, cipher.getAuthTag(), text].map((part) => part.toString('base64'))].join('.');
  }

  open(sealed: string, belongsTo: string): string {
    const [version, nonce, tag, text] = sealed.split('.');
    try {
      if (version !== 'v1') throw new Error('unknown form');
      const decipher = createDecipheriv('aes-256-gcm', this.#key, Buffer.from(nonce ?? '', 'base64')).setAAD(
        Buffer.from(belongsTo),
      );
      decipher.setAuthTag(Buffer.from(tag ?? '', 'base64'));
      return Buffer.concat([decipher.update(Buffer.from(text ?? '', 'base64')), decipher.final()]).toString('utf8');
    } catch {
      throw new AppError('key_missing', 'a stored secret cannot be opened with this key');
    }
  }

  /** A key of its own for each purpose (HKDF-SHA-256), so that what is signed for one is worth nothing for another. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#key, '', `tessera ${purpose}`, 32));
  }
}

/** A secret of our own making: letters and digits only, because WordPress decodes entities in what is typed (hosts.md §2). */
export function newSecret(prefix = ''): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  let text = '';
  while (text.length < 43) {
    for (const byte of randomBytes(64)) if (byte < 248 && text.length < 43) text += alphabet[byte % 62]; // 248 = 4 × 62: no letter likelier
  }
  return prefix + text;
}

export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
