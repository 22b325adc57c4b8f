/** No list reads longer than this: a search that finds nothing in millions ends with an error instead of holding the server. */
export const QUERY_MS = 10_000;
