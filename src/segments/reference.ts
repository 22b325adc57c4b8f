import { LIMITS } from './ast.ts';
import { compile } from './compile.ts';
import type { Condition, Example } from './condition.ts';
import { CONDITIONS, type ConditionNode } from './conditions/index.ts';
import { EXAMPLE_CONTEXT } from './example.ts';
import { type Field, GROUPS, type Group } from './form.ts';
import { sentence } from './sentence.ts';
import { textReference } from './text/index.ts';

/** docs/segments.md: how a definition is written, and every condition from its own file. */
export function segmentsReference(): string {
  const groups = Object.entries(GROUPS).map(([group, label]) =>
    groupSection(group as Group, `${label.en} · ${label.vi}`),
  );
  return `${[INTRODUCTION, ...groups, textReference()].join('\n\n')}\n`;
}

const INTRODUCTION = `# Segments

A segment is the union of its include clauses minus the union of its exclude clauses. Without include clauses it is
everyone minus the excluded; without any clause it is refused (\`segment_empty\`). A clause is an AND of conditions; inside
it \`all\`, \`any\` and \`not\` nest, up to ${LIMITS.depth} levels and ${LIMITS.conditions} conditions.

\`\`\`json
{
  "include": [{ "all": [{ "kind": "total_spent", "op": "gte", "value": 10000000 }] }],
  "exclude": [{ "all": [{ "kind": "has_tag", "mode": "any", "tags": ["VIP"] }] }]
}
\`\`\`

**Comparisons.** \`op\` is \`eq\`, \`ne\`, \`lt\`, \`lte\`, \`gt\` or \`gte\` with \`value\`, or \`between\` with \`from\` and \`to\`, both
included. Money is in integer minor units of the shop's currency: 10,000,000 đ is \`10000000\`, 5.25 USD is \`525\`.

**Periods.** Days are calendar days in the shop's time zone and both ends are included. \`{"type": "today"}\`,
\`yesterday\`, \`this_week\`, \`last_week\`, \`this_month\`, \`last_month\`, \`this_quarter\`, \`last_quarter\`, \`this_year\`,
\`last_year\`; \`{"type": "last_n_days", "n": 30}\` is today and the 29 days before; \`{"type": "since", "day": "2026-01-01"}\`
runs to today; \`{"type": "between", "from": "2026-03-01", "to": "2026-05-31"}\` stands still. So do a
month, a year and a Tết of a year in figures: \`{"type": "month", "year": 2026, "month": 3}\`, \`{"type": "year", "year": 2026}\`,
\`{"type": "tet", "year": 2026, "before": 14, "after": 7}\` (days before and after the first day of the Vietnamese lunar year). With
\`"year": "this"\` or \`"last"\` a month and a Tết move on, and end at the latest today. Weeks begin on Monday. A period is stored as it
was chosen and moves on by itself.

**Negatives** are exact complements: "none of these tags", \`ne\` and \`not\` also find customers about whom nothing is
known. The one exception says so: a customer who never bought has no days since the last order.

**Orders that count** are paid or partly refunded; cancelled, deleted, test and fully refunded orders are not orders.

The examples below stand at noon on Sunday 22 November 2026 in Vietnam; the filter is what MongoDB is asked.`;

function groupSection(group: Group, title: string): string {
  const conditions = CONDITIONS.filter((condition) => condition.form.group === group);
  return [`## ${title}`, ...conditions.map(conditionSection)].join('\n\n');
}

function conditionSection(condition: Condition): string {
  const { kind, form, docs, specRows, examples } = condition;
  const fields = form.fields.map(
    (field) =>
      `| \`${field.name}\` | ${field.label.en} · ${field.label.vi} | ${typeInWords(field)} | ${field.required ? 'yes' : 'no'} |`,
  );
  return [
    `### \`${kind}\``,
    `**${form.label.en} · ${form.label.vi}** (${specRows.join(', ')})`,
    docs.en,
    docs.vi,
    ['| argument | label | field | required |', '| --- | --- | --- | --- |', ...fields].join('\n'),
    ...examples.map((example) => exampleSection(kind, example)),
  ].join('\n\n');
}

function typeInWords(field: Field): string {
  return field.type === 'lookup' ? field.of : (field.as ?? field.type);
}

function exampleSection(kind: string, { args }: Example<object>): string {
  const node = { kind, ...args } as ConditionNode;
  const definition = { include: [{ all: [node] }], exclude: [] };
  const says = (['en', 'vi'] as const).map((language) => `- ${sentence(definition, language, EXAMPLE_CONTEXT)}`);
  const code = ['```json', JSON.stringify(node), JSON.stringify(compile(definition, EXAMPLE_CONTEXT)), '```'];
  return [says.join('\n'), code.join('\n')].join('\n\n');
}
