import createClient, { type Client } from 'openapi-fetch';
import type { HostBridge } from '../bridge/bridge.ts';
import { ApiError, errorOf } from './error.ts';
import type { paths } from './schema.d.ts';

/** The API with the types of its own description: `api.GET('/api/v1/customers/{id}', { params: { path: { id } }, signal })`. */
export type Api = Client<paths>;

/** What a path answers with 200, for components that take it as a prop: `Answer<'/api/v1/me'>`. */
export type Answer<
  Path extends keyof paths,
  Method extends keyof paths[Path] = 'get' & keyof paths[Path],
> = paths[Path][Method] extends { responses: { 200: { content: { 'application/json': infer Body } } } } ? Body : never;

export function openApi(bridge: HostBridge): Api {
  return createClient<paths>({ baseUrl: window.location.origin, fetch: fetchAs(bridge) });
}

/**
 * `fetch` with the bridge's bearer. A 401 is asked once more with a fresh token: the one before may have ended on its way. No cookies
 * are sent, ever. What is not a success is thrown as {@link ApiError}, so a caller has only to read what it asked for.
 */
export function fetchAs(bridge: HostBridge, ask: typeof fetch = fetch): (request: Request) => Promise<Response> {
  return async (request) => {
    const token = await bridge.token();
    let response = await answered(ask, request.clone(), token);
    if (response.status === 401) response = await answered(ask, request, await bridge.token(token));
    if (!response.ok) throw await errorOf(response);
    return response;
  };
}

async function answered(ask: typeof fetch, request: Request, token: string): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set('authorization', `Bearer ${token}`);
  try {
    return await ask(new Request(request, { headers, credentials: 'omit' }));
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new ApiError({ code: 'offline', message: 'the server could not be reached', status: 0, cause: error });
  }
}

/** The body of an answer: `await got(api.GET(...))`. Errors were thrown already (see {@link fetchAs}). */
export async function got<Body>(answer: Promise<{ data?: Body }>): Promise<Body> {
  const { data } = await answer;
  return data as Body;
}
