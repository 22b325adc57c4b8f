import { AppError } from '../../errors.ts';
import type { Instant } from '../../model.ts';
import { actorOf, type Principal } from '../principal.ts';

/** What one principal may keep: each of {@link PREFERENCE_BYTES} at most. */
export const PREFERENCES_MAX = 50;
export const PREFERENCE_BYTES = 16_384;

/** All that somebody has arranged for themselves, by name. */
export async function preferencesOf(principal: Principal): Promise<Record<string, unknown>> {
  const found = await principal.store.preferences
    .find({ principal: actorOf(principal) })
    .sort({ _id: 1 })
    .toArray();
  return Object.fromEntries(found.map(({ name, json }) => [name, JSON.parse(json) as unknown]));
}

/** Keeps a value under a name; null takes it away. */
export async function setPreference(principal: Principal, name: string, value: unknown, now: Instant): Promise<void> {
  const { store } = principal;
  const owner = actorOf(principal);
  const _id = `${store.shop}/${owner}/${name}`;
  if (value === null) {
    await store.preferences.deleteOne({ _id });
    return;
  }
  const content = { shop: store.shop, principal: owner, name, json: JSON.stringify(value), at: now };
  const { upsertedCount } = await store.preferences.upsert(_id, { $set: content });
  // Counted afterwards, so that several at once cannot get past the limit together.
  if (upsertedCount === 1 && (await store.preferences.count({ principal: owner })) > PREFERENCES_MAX) {
    await store.preferences.deleteOne({ _id });
    throw new AppError('invalid', `there are ${PREFERENCES_MAX} preferences already; set one to null first`);
  }
}
