import { z } from 'zod';
import type { Language } from '../model.ts';
import type { Rule, RuleExample } from './rule.ts';
import { RULES } from './rules/index.ts';
import { ruleWords } from './wording.ts';

/** docs/loyalty.md: every earning rule from its own file. */
export function loyaltyReference(): string {
  const table = ['| rule | | specification | gives |', '| --- | --- | --- | --- |', ...RULES.map(row)].join('\n');
  return `${[INTRODUCTION, table, ...RULES.map(section)].join('\n\n')}\n`;
}

const INTRODUCTION = `# Loyalty

## Earning rules

A programme has a list of rules, each with an \`id\` of its own, its \`kind\`, its arguments beside them and, if it gives one currency
of points only, that \`currency\`. Each rule that gives something makes a lot of its own, and a return takes back exactly what it
gave. A percentage is counted on the amount that earns, at the rate of the customer's tier: extras add up and do not multiply each other,
so two rules of 100 % make three times the points. Points are whole numbers, rounded once for each order and rule as the programme says.

Money is in integer minor units of the shop's currency, days are calendar days in its time zone. The examples show a rule, and orders or
members with the points by that rule alone, rounded down, for a shop in Vietnam.`;

function row({ kind, label, specRows, examples: [example], sentence }: Rule): string {
  const gives = example ? sentence(example.args, ruleWords('en', { currency: 'VND' })) : '';
  return `| [\`${kind}\`](#${kind}) | ${label.en} · ${label.vi} | ${specRows.join(', ')} | ${gives} |`;
}

function section(rule: Rule): string {
  const { kind, label, specRows, args, docs, examples } = rule;
  const { $schema: _, ...schema } = z.toJSONSchema(args, { io: 'input' });
  return [
    `### \`${kind}\``,
    `**${label.en} · ${label.vi}** (${specRows.join(', ')})`,
    docs.en,
    docs.vi,
    ['```json', JSON.stringify(schema), '```'].join('\n'),
    ...Map.groupBy(examples, ({ args }) => JSON.stringify({ kind, ...args }))
      .entries()
      .map(([node, alike]) => exampleSection(rule, node, alike)),
  ].join('\n\n');
}

/** A rule as it stands in a programme, in words, and what it gives for one order after the other. */
function exampleSection({ sentence }: Rule, node: string, examples: readonly RuleExample<object>[]): string {
  const says = (language: Language) => sentence(examples[0]?.args ?? {}, ruleWords(language, { currency: 'VND' }));
  const told = [`- Customers get ${says('en')}`, `- Khách hàng nhận ${says('vi')}`];
  const given = examples.map(({ order, member, points }) => JSON.stringify({ ...order, ...member, points }));
  return [told.join('\n'), ['```json', node, ...given, '```'].join('\n')].join('\n\n');
}
