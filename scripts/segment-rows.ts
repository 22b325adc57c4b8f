import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const TESTS = 'test';

/** The rows of the specification that segments carry out, by id. They are quoted in code and in the names of tests. */
export const SEGMENT_ROWS: Readonly<Record<string, string>> = {
  C01: 'Tag, one',
  C02: 'Tag, any of several',
  C03: 'Tag, all of several',
  C04: 'Gender male or female',
  C05: 'Gender other',
  C06: 'Gender unknown',
  C07: 'Age',
  C08: 'Month of birth',
  C09: 'Birthday in a period of the year',
  C10: 'Points now',
  C11: 'Enough points for a reward',
  C12: 'Spent in all',
  C13: 'Spent in a period',
  C14: 'Number of orders',
  C15: 'Orders in a period',
  C16: 'Three orders make a loyal customer',
  C17: 'Days since the last purchase',
  C18: 'Last purchase some days ago',
  C19: 'Date of the last purchase',
  C20: 'Store of the last purchase',
  C21: 'Area of the last purchase',
  C22: 'Area lived or worked in',
  C23: 'Source of the customer',
  C24: 'Group of the till',
  C25: 'Tier',
  C26: 'Debt',
  C27: 'Channel',
  C28: 'Offer of the programme used',
  C29: 'Member since',
  C30: 'Product bought',
  C31: 'Name',
  C32: 'Phone by carrier or area code',
  C33: 'E-mail address',
  C34: 'Bought in a period',
  C35: 'Not bought in a period',
  C36: 'No e-mail address',
  C37: 'No phone number',
  C38: 'Relative and custom periods',
  C39: 'Operators of comparison',
  C40: 'Conditions of a clause, all of them',
  C41: 'Include clauses, a union',
  C42: 'Exclude clauses, taken away',
  C43: 'More than five orders a month',
  C44: 'Spent more than 10,000,000 đ',
  C45: 'No purchase for more than 30 days',
  C46: 'Bought of a category',
  A01: 'A filter is saved as a segment',
  A02: 'Saved segments with size and freshness',
  A03: 'A tag for the whole group',
  A04: 'Export of the group, by mail',
  A05: 'Name and description',
  A06: 'Fixed list: find and add',
  A07: 'Fixed list: remove',
  A08: 'Members follow events and time',
  A09: 'Saving begins a build; old members stay until it is done',
  A10: 'Groups are found by name',
  A11: 'Edit, with who enters and leaves',
  A12: 'Members, page by page',
  A13: 'Several groups as an audience',
  A14: 'Several groups for a price policy',
  A15: 'Review before creating',
  A16: 'Growth',
  A17: 'Composition',
  A18: 'Customers with figures and orders',
  A19: 'Effectiveness of sources',
  A20: 'An order with any known identity counts',
  R01: 'Recency high',
  R02: 'Recency middle',
  R03: 'Recency low',
  R04: 'Frequency high',
  R05: 'Frequency middle',
  R06: 'Frequency low',
  R07: 'Money high',
  R08: 'Money middle',
  R09: 'Money low',
  R10: 'Champions',
  R11: 'Loyal',
  R12: 'At risk',
  R13: 'Lost',
  R14: 'Labels follow orders and days',
  R15: 'What to do for each label',
};

const KINDS: Readonly<Record<string, string>> = { C: 'Conditions', A: 'Groups and what one does with them', R: 'RFM' };

/** docs/segment-rows.md. A row without a test is told by test/segments/rows.test.ts. */
export function segmentRowsReference(): string {
  const tests = testsOfRows();
  const tables = Object.entries(KINDS).map(([letter, title]) => {
    const rows = Object.entries(SEGMENT_ROWS).filter(([id]) => id.startsWith(letter));
    const lines = rows.map(([id, name]) => `| ${id} | ${name} | ${(tests.get(id) ?? []).map(written).join('<br>')} |`);
    return `## ${title}\n\n| row | asks for | tests |\n| --- | --- | --- |\n${lines.join('\n')}`;
  });
  return `# Rows of the specification and their tests

<!-- Generated from the names of tests by \`npm run docs\`. Do not edit. -->

Each row of what was asked for has tests whose names begin with its id, so that \`grep -rn "C17" test\` finds what holds it. Besides
them, \`test/segments/battery.test.ts\` decides more than 10,000 random segments three times over every condition: by MongoDB, by the
evaluator and by SQL over normalised tables.

${tables.join('\n\n')}
`;
}

interface RowTest {
  readonly name: string;
  readonly file: string;
}

const written = ({ name, file }: RowTest) => `${name.replaceAll('|', '\\|')} ([${file}](../${TESTS}/${file}))`;

/** Tests by the rows that their names begin with: "C21, C22 …" and "C21–C23 …" are of each of them. Sorted by file and place in it. */
export function testsOfRows(): ReadonlyMap<string, readonly RowTest[]> {
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  const tests = files.sort().flatMap((file) => namesIn(join(TESTS, file)).map((name) => ({ name, file })));
  const byRow = tests.flatMap((test) => rowsOf(test.name).map((row) => ({ row, test })));
  return new Map(
    Object.keys(SEGMENT_ROWS).map((id) => [id, byRow.filter(({ row }) => row === id).map(({ test }) => test)]),
  );
}

/** As they stand in the source, `t.test('C07 …'`: nothing is run. */
function namesIn(path: string): string[] {
  const calls = readFileSync(path, 'utf8').matchAll(/\.test\(\s*(['"`])((?:\\.|(?!\1).)+)\1/g);
  return Array.from(calls, ([, , name = '']) => name.replaceAll(/\\(['"`])/g, '$1'));
}

function rowsOf(name: string): string[] {
  const [head = ''] = /^[CAR]\d\d(?:(?:, |–)[CAR]\d\d)*(?= )/.exec(name) ?? [];
  return head.split(', ').flatMap((part) => {
    const [first = '', last = first] = part.split('–');
    return Object.keys(SEGMENT_ROWS).filter(
      (id) =>
        id[0] === first[0] &&
        Number(id.slice(1)) >= Number(first.slice(1)) &&
        Number(id.slice(1)) <= Number(last.slice(1)),
    );
  });
}
