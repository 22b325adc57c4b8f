/** An answer that is not the one asked for: the server's own error, or that there was no answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** A code of the server's table (docs/errors.md), or `offline`: the server could not be reached. */
  readonly code: string;
  /** 0 when there was no answer. */
  readonly status: number;
  readonly requestId: string | null;
  readonly details: unknown;

  constructor(given: {
    code: string;
    message: string;
    status: number;
    requestId?: string | null;
    details?: unknown;
    cause?: unknown;
  }) {
    super(given.message, { cause: given.cause });
    this.code = given.code;
    this.status = given.status;
    this.requestId = given.requestId ?? null;
    this.details = given.details ?? null;
  }

  get isOffline(): boolean {
    return this.status === 0;
  }
}

export async function errorOf(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as Partial<
    Record<'code' | 'message' | 'requestId', string>
  > | null;
  return new ApiError({
    code: body?.code ?? 'unknown',
    message: body?.message ?? `HTTP ${response.status}`,
    status: response.status,
    requestId: body?.requestId ?? null,
    details: (body as { details?: unknown } | null)?.details,
  });
}
