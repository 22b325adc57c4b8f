import { z } from 'zod';
import { EXAMPLES } from './examples.ts';
import { type PosTopic, TOPIC_SCHEMAS } from './format.ts';

/** What each topic is for; the fields come from the schemas. */
const MEANING: Readonly<Record<PosTopic, string>> = {
  'invoice.saved':
    'The whole invoice as it is now: send it when it is made and after every change, payment, return and cancellation.',
  'invoice.deleted': 'The invoice was deleted on the till. It counts nowhere any more.',
  'customer.saved':
    'A customer card as it is now. A missing field or empty text says nothing; `null` says that there is none, and takes the value away.',
  'customer.deleted':
    'The card was deleted on the till. Invoices keep counting for the person who is known by phone or e-mail.',
  'product.saved': 'A product as it is now, with its categories and variants.',
  'product.deleted': 'The product is not sold any more. Past invoices keep it.',
  'connection.removed': 'The till was disconnected. Nothing is deleted.',
  'privacy.export': 'A customer asks what is stored about them.',
  'privacy.erase': 'A customer asks to be forgotten. Amounts stay in the figures under a pseudonym.',
};

/** docs/pos.md as text. */
export function posReference(): string {
  const topics = Object.keys(TOPIC_SCHEMAS) as PosTopic[];
  return `${[INTRODUCTION, ...topics.map(section)].join('\n\n')}\n`;
}

const INTRODUCTION = `# Connecting a till

<!-- Generated from src/adapters/pos by \`npm run docs\`. Do not edit. -->

A till tells Tessera what happened by signed JSON over HTTPS. \`crm shops add --platform pos …\` prints the address and takes
the secret. Every message is a \`POST\` with a body in UTF-8 and these headers:

| header | value |
| --- | --- |
| \`X-Tessera-Topic\` | what the body is, from the list below |
| \`X-Tessera-Delivery\` | an id the till makes for this message, the same when it sends it again: 1 to 128 visible ASCII characters, best a UUID |
| \`X-Tessera-Signature\` | base 64 of the HMAC-SHA256 of the exact bytes of the body, under the secret of the connection |
| \`X-Tessera-Sent-At\` | optional: when it was sent, as ISO 8601 with zone |

\`\`\`sh
SIGNATURE=$(openssl dgst -sha256 -hmac "$SECRET" -binary < invoice.json | openssl base64 -A)
curl -sS "$WEBHOOK_URL" --data-binary @invoice.json \\
  -H 'Content-Type: application/json' -H 'X-Tessera-Topic: invoice.saved' \\
  -H "X-Tessera-Delivery: $(cat /proc/sys/kernel/random/uuid)" -H "X-Tessera-Signature: $SIGNATURE"
\`\`\`

The answer \`200\` means that the message is stored for good. After any other answer, or none, send the same bytes again
later, with the same id: a till that was offline sends what it has kept, in any order and as often as it likes. Messages
with the same topic, id and bytes are one message. An id that comes again with another body is taken as a new
message, so that a till that was set up anew and counts from 1 loses nothing; and since every message is a state and not
a change, applying one twice does no harm. \`401\` means that address, secret or a header is wrong.

Amounts are decimal text or numbers in the currency's own unit: \`"525000"\` or \`525000\` đồng, \`"5.25"\` dollars. Never
negative, returns too, except a customer's \`debt\`. Times are ISO 8601 with \`Z\` or an offset. An id is text of
up to 128 characters or a positive whole number. Fields that are not listed are ignored; \`null\` and empty text are the
same as leaving a field out, except on customer cards, as said there.`;

function section(topic: PosTopic): string {
  const schema = z.toJSONSchema(TOPIC_SCHEMAS[topic], { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const rows = fieldRows(schema, '').map((cells) => `| ${cells.join(' | ')} |`);
  const example = JSON.stringify(EXAMPLES[topic], null, 2);
  return [
    `## ${topic}`,
    '',
    MEANING[topic],
    '',
    '| field | type | needed | meaning |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '```json',
    example,
    '```',
  ].join('\n');
}

interface JsonSchema {
  readonly title?: string;
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

function fieldRows(schema: JsonSchema, prefix: string): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const needed = schema.required?.includes(name) ? 'yes' : '';
    const row = [`\`${prefix}${name}\``, typeName(field), needed, field.description ?? ''];
    const inner = innerObject(field);
    return inner === null
      ? [row]
      : [row, ...fieldRows(inner, `${prefix}${name}${withoutNull(field).type === 'array' ? '[]' : ''}.`)];
  });
}

/** A field that may be null is "X or null" to JSON Schema; the reader is told about null in words. */
function withoutNull(field: JsonSchema): JsonSchema {
  return field.title === undefined ? (field.anyOf?.find((option) => option.type !== 'null') ?? field) : field;
}

function innerObject(field: JsonSchema): JsonSchema | null {
  const plain = withoutNull(field);
  if (plain.type === 'object') return plain;
  return plain.type === 'array' && plain.items?.type === 'object' ? plain.items : null;
}

function typeName(field: JsonSchema): string {
  const plain = withoutNull(field);
  if (plain.title !== undefined) return plain.title;
  if (plain.enum) return plain.enum.map((value) => `\`${value}\``).join(', ');
  return plain.type === 'array'
    ? `list of ${plain.items?.type === 'object' ? 'objects' : `${typeName(plain.items ?? {})}s`}`
    : (plain.type ?? '');
}
