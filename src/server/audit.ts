import type { Instant } from '../model.ts';
import { randomId } from './random.ts';
import type { ShopStore } from './store/index.ts';

/** Who did what to what. `details` names fields and counts, never a secret and never a person's data. */
export interface AdministrativeAct {
  readonly at: Instant;
  /** `key <id>` or `staff <id>` for a request to the API, `cli` for the command line, `system` for what we do by ourselves. */
  readonly actor: string;
  /** In the past tense and as a path: `api_key.created`, `settings.changed`, `delivery.replayed`. */
  readonly action: string;
  readonly target: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Writes an act of administration down. Inside a transaction it stands or falls with the act itself. */
export function recordAudit(scope: ShopStore, act: AdministrativeAct): Promise<void> {
  const { details, ...rest } = act;
  return scope.audit.insert([
    {
      _id: `${scope.shop}/${randomId(16)}`,
      shop: scope.shop,
      ...rest,
      ...(details ? { details: { ...details } } : {}),
    },
  ]);
}
