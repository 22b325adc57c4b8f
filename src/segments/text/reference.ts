import { CONDITIONS } from '../conditions/index.ts';
import { printExample } from './print.ts';
import { wordOf } from './words.ts';

/** The section of docs/segments.md: the grammar, and the word of each condition. */
export function textReference(): string {
  const rows = CONDITIONS.map(
    (condition) =>
      `| \`${wordOf(condition)}\` | \`${condition.kind}\` | ${condition.form.label.en} · ${condition.form.label.vi} | \`${printExample(condition).replaceAll('|', '\\|')}\` |`,
  );
  return [GRAMMAR, ['| word | condition | label | example |', '| --- | --- | --- | --- |', ...rows].join('\n')].join(
    '\n\n',
  );
}

const GRAMMAR = `## The text form

The same tree for people who type: \`POST /api/v1/segments/text/parse\`, \`/print\` and \`/complete\`; creating, changing and
previewing a segment take \`text\` in place of \`definition\`. What is printed is read back as the identical definition.

\`\`\`
orders >= 5 and spent in last_90_days >= 1500000 and not tag = "VIP"

include (orders >= 3 or tier at_or_above "gold") and bought in this_year
include tag all ("VIP", "Sỉ")
exclude not_bought since 2026-01-01
\`\`\`

\`\`\`
definition = [either] {("include" | "exclude") either}     a first clause without a word is included
either     = both {"or" both}
both       = operand {"and" operand}
operand    = {"not"} ( "(" either ")" | ("all" | "any") "(" either {"," either} ")" | condition )
condition  = word {part}
part       = (">=" | ">" | "<=" | "<" | "=" | "!=") value | "between" value "and" value
           | "in" "(" value {"," value} ")" | text         what is chosen, behind a keyword also without "in"
           | "in" period | since day | "from" day "to" day
           | choice                                        a choice of the form, as in: tag all ("VIP", "Sỉ")
           | "(" name ":" argument {"," name ":" argument} ")"
           | "{" … "}"                                     the arguments as in JSON
\`\`\`

\`and\` binds before \`or\`; brackets make a group of their own, and \`all(…)\` and \`any(…)\` one of a single condition. Texts and ids stand in
quotes with the escapes of JSON. Values of the shop are written as their ids; the API also reads the name of a product, category or store,
if only one has it. A number in the name of a period is its number of days: \`last_90_days\`. Several conditions can have the same word:
what follows it tells which one is meant. A choice with a default that is left out stays out, or gets its default where it is required.
The name of a condition is always understood in place of its word.`;
