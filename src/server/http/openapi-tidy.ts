type Schemas = Record<string, object>;

/** As much of an OpenAPI document as is touched here. */
interface Document {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Schemas; readonly responses?: object };
}

interface Operation {
  readonly summary?: string;
  /** By status. */
  readonly responses?: Record<string, { description?: string }>;
}

/**
 * The document as people read it: an answer that many operations share stands once, a success says what was asked, and schemas
 * that nothing refers to (each is made for requests and for answers) are left out.
 */
export function tidied(document: Document): Document {
  const shared: Record<string, object> = {};
  for (const { summary, responses = {} } of Object.values(document.paths ?? {}).flatMap((item) =>
    Object.values(item),
  )) {
    for (const [status, response] of Object.entries(responses)) {
      if (status < '400') responses[status] = { ...response, description: describe(response.description, summary) };
      else {
        const name = `Error${status}`;
        shared[name] ??= response;
        if (JSON.stringify(shared[name]) === JSON.stringify(response))
          responses[status] = { $ref: `#/components/responses/${name}` } as object;
      }
    }
  }
  const schemas = used(document.components?.schemas ?? {}, [document.paths, shared]);
  return { ...document, components: { ...document.components, schemas, responses: shared } };
}

/** The generator's words for "nobody said" are replaced by what the operation is for. */
function describe(description: string | undefined, summary: string | undefined): string {
  return description === undefined || description === 'Default Response' ? (summary ?? 'Done') : description;
}

/** Schemas that are referred to, directly or by way of others; in order of their names. */
function used(schemas: Readonly<Schemas>, from: readonly unknown[]): Schemas {
  const found = new Set<string>();
  const look = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      look(schemas[name] ?? null);
    }
  };
  for (const part of from) look(part ?? null);
  return Object.fromEntries([...found].sort().map((name) => [name, schemas[name] ?? {}]));
}
