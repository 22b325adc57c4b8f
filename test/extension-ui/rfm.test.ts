import t from 'tap';
import { axesOf } from '../../extension-ui/src/pages/rfm/axes.ts';
import {
  added,
  cellCount,
  painted,
  presetOf,
  problemsOf,
  regrouped,
  removed,
  same,
  scoredLike,
  scoresAlike,
} from '../../extension-ui/src/pages/rfm/model/draft.ts';
import { tablesOf } from '../../extension-ui/src/pages/rfm/model/grid-map.ts';
import { labelsOf, shareOf } from '../../extension-ui/src/pages/rfm/month-shares.ts';
import { daysBefore, daysOf, spansOf } from '../../extension-ui/src/pages/rfm/moves/days.ts';
import { heatOf, margins, movedOf, sorted } from '../../extension-ui/src/pages/rfm/moves/moves.ts';
import {
  COLOURS,
  type Distribution,
  flaggedOf,
  labelDefinition,
  type Matrix,
} from '../../extension-ui/src/pages/rfm/rfm.ts';
import { problemsOfModel } from '../../src/segments/rfm/check.ts';
import { cellsOf, RFM_COLORS, type RfmModel } from '../../src/segments/rfm/model.ts';
import { fixedModel, quantileModel, rfmPresets } from '../../src/segments/rfm/presets.ts';

const FIXED = fixedModel('VND');
const PRESETS = rfmPresets('VND');

t.test('the admin draws every colour that the server knows', (t) => {
  t.same(COLOURS, RFM_COLORS);
  t.end();
});

t.test('every cell of the grid is shown once, and pressing cells leaves no hole', (t) => {
  for (const { id, model } of PRESETS) {
    const tables = tablesOf(model);
    const spots = tables.flatMap(({ rows }) => rows.flatMap(({ spots }) => spots));
    t.same(spots.flatMap(({ cells }) => cells).sort(), cellsOf(id === 'fifths' ? 5 : 3), `${id}: all cells`);
    t.ok(
      spots.every(({ label }) => label !== null),
      `${id}: every spot of a preset has one label`,
    );
    for (const { rows, columns } of tables)
      t.ok(
        rows.every(({ spots }) => spots.length === columns.length),
        `${id}: a spot for each column`,
      );
    const lost = spots.reduce((model, { cells }) => painted(model, cells, 'lost'), model);
    t.same(problemsOfModel(lost), [], `${id}: the server takes what was pressed`);
    t.equal(cellCount(lost, 'lost'), Object.keys(model.grid).length);
  }
  const [map] = tablesOf(quantileModel(5));
  t.same(map?.columns, [1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]);
  t.same(map?.rows[0]?.spots[1], { cells: ['512', '521'], label: 'promising' });
  const mixed = painted(quantileModel(5), ['512'], 'lost');
  t.equal(tablesOf(mixed)[0]?.rows[0]?.spots[1]?.label, null, 'cells that stand together may have different labels');
  t.end();
});

t.test('another preset keeps names, labels and window of the shop, and its grid where the cells are the same', (t) => {
  const own: RfmModel = {
    ...painted(FIXED, ['123'], 'champions'),
    spentWindow: 'lifetime',
    labels: FIXED.labels.filter(({ id }) => id !== 'lost').map((one) => ({ ...one, name: { vi: 'Tên', en: 'Name' } })),
  };
  const kept = painted(own, ['111'], 'at_risk');
  const thirds = scoredLike(kept, quantileModel(3));
  t.match(thirds, { kind: 'quantiles', scores: 3, spentWindow: 'lifetime' });
  t.same([thirds.grid, thirds.labels], [kept.grid, kept.labels]);
  const fifths = scoredLike(kept, quantileModel(5));
  t.same(fifths.grid, quantileModel(5).grid);
  t.same(
    fifths.labels.map(({ id, name }) => [id, name.en]),
    [...kept.labels.map(({ id }) => [id, 'Name']), ['lost', 'Lost']],
    'labels that the grid needs come back',
  );
  for (const model of [thirds, fifths]) t.same(problemsOfModel(model), []);
  t.equal(presetOf(fifths, PRESETS), 'fifths');
  t.equal(presetOf(kept, PRESETS), 'tikme');
  t.end();
});

t.test('labels come with an id and a colour of their own, and go only without cells', (t) => {
  const more = added(added(FIXED, { vi: 'Một', en: 'One' }), { vi: 'Hai', en: 'Two' });
  t.same(
    more.labels.slice(-2).map(({ id, color }) => [id, color]),
    [
      ['own_1', 'purple'],
      ['own_2', 'grey'],
    ],
  );
  t.same(problemsOfModel(more), []);
  t.equal(removed(more, 'own_1').labels.length, more.labels.length - 1);
  t.equal(removed(more, 'lost'), more, 'one with a cell stays');
  t.equal(added(removed(more, 'own_1'), { vi: '', en: '' }).labels.at(-1)?.id, 'own_1');
  t.end();
});

t.test('what the server would refuse is told before', (t) => {
  t.equal(problemsOf(FIXED).size, 0);
  const { high: _, ...rest } = { high: 1, middle: 30 };
  const broken = {
    ...FIXED,
    recency: rest,
    frequency: { high: 300, middle: 300 },
    labels: [{ ...FIXED.labels[0], name: { vi: 'Tên', en: ' ' } }, ...FIXED.labels.slice(1)],
  } as unknown as RfmModel;
  t.same(
    [...problemsOf(broken)],
    [
      ['labels.0.en', 'missing'],
      ['recency.high', 'missing'],
      ['frequency.middle', 'order'],
    ],
  );
  t.same([...problemsOf({ ...FIXED, recency: { high: 30, middle: 30 } } as RfmModel)], [['recency.middle', 'order']]);
  t.end();
});

t.test('labels before and after follow from the cells while scores stay', (t) => {
  const spread = {
    cells: [
      { cell: '111', label: 'lost', customers: 5 },
      { cell: '113', label: 'at_risk', customers: 7 },
    ],
    labels: [{ label: 'no_purchase', customers: 2 }],
  } as unknown as Distribution;
  const draft = painted(FIXED, ['111'], 'at_risk');
  t.ok(scoresAlike(FIXED, draft));
  t.notOk(scoresAlike(FIXED, { ...FIXED, spentWindow: 'lifetime' }));
  t.notOk(scoresAlike(FIXED, { ...FIXED, recency: { high: 7, middle: 31 } } as RfmModel));
  t.ok(same({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }), 'the order of fields is nothing');
  t.same(
    regrouped(FIXED, draft, spread).filter(({ before, after }) => before + after > 0),
    [
      { label: 'at_risk', before: 7, after: 12 },
      { label: 'lost', before: 5, after: 0 },
      { label: 'no_purchase', before: 2, after: 2 },
    ],
  );
  t.end();
});

t.test('scores begin where the model or the cut points of the day say', (t) => {
  const [recency, frequency, monetary] = axesOf(FIXED, null);
  t.same(recency?.steps, [{ is: 'rest' }, { is: 'at_most', value: 30 }, { is: 'at_most', value: 7 }]);
  t.same(frequency?.steps, [{ is: 'rest' }, { is: 'from', value: 3 }, { is: 'above', value: 10 }]);
  t.same(monetary?.steps.slice(1), [
    { is: 'from', value: 2_000_000 },
    { is: 'above', value: 10_000_000 },
  ]);
  const cuts = { day: '2026-11-22', customers: 3, recency: [10, 2], frequency: [null, null], monetary: [7, 9] };
  t.same(
    axesOf(quantileModel(3), cuts).map(({ steps }) => steps.slice(1)),
    [
      [
        { is: 'at_most', value: 10 },
        { is: 'at_most', value: 2 },
      ],
      [{ is: 'nobody' }, { is: 'nobody' }],
      [
        { is: 'from', value: 7 },
        { is: 'from', value: 9 },
      ],
    ],
  );
  t.end();
});

t.test('days of the matrix: of the address where they are days, else the last thirty', (t) => {
  const today = '2026-11-22';
  const read = (text: string) => daysOf(new URLSearchParams(text), today);
  t.same(read(''), { from: '2026-10-23', to: today });
  t.same(read('from=2026-01-01&to=2026-02-01'), { from: '2026-01-01', to: '2026-02-01' });
  t.same(read('from=2026-13-01&to=tomorrow'), { from: '2026-10-23', to: today });
  t.same(read('to=2027-01-01'), { from: '2026-10-23', to: today }, 'no day that is still to come');
  t.equal(daysBefore('2024-03-01', 1), '2024-02-29');
  t.same(
    spansOf(today, ['2026-10-31', '2026-09-30', '2026-08-31']).map(({ id, from, to }) => [id, from, to]),
    [
      ['30', '2026-10-23', today],
      ['90', '2026-08-24', today],
      ['365', '2025-11-22', today],
      ['2026-10-31', '2026-09-30', '2026-10-31'],
      ['2026-09-30', '2026-08-31', '2026-09-30'],
    ],
  );
  t.end();
});

t.test('moves are counted apart from who stayed and who is new, and stand before them', (t) => {
  const cell = (from: string, to: string, customers: number) => ({ from, to, customers });
  const matrix = {
    rows: [
      { label: 'lost', customers: 9 },
      { label: 'loyal', customers: 0 },
    ],
    columns: [{ label: 'lost', customers: 0 }],
    cells: [cell('lost', 'lost', 9), cell('loyal', 'lost', 2), cell('not_known', 'loyal', 3), cell('lost', 'loyal', 4)],
  } as unknown as Matrix;
  t.same(movedOf(matrix), { moved: 6, stayed: 9, isNew: 3 });
  t.same(
    sorted(matrix).map(({ customers }) => customers),
    [4, 3, 2, 9],
  );
  t.same([margins(matrix).rows.length, margins(matrix).columns.length], [1, 0]);
  t.same([0, 0.01, 0.2, 0.21, 1, 1.5].map(heatOf), [0, 1, 1, 2, 5, 5]);
  t.end();
});

t.test('a label opens as who has it today, or as who had it then', (t) => {
  const of = (day: string) => labelDefinition('lost', day, '2026-11-22').include[0]?.all[0];
  t.same(of('2026-11-22'), { kind: 'rfm_label', labels: ['lost'] });
  t.same(of('2026-11-21'), { kind: 'rfm_label_at', labels: ['lost'], day: '2026-11-21' });
  const cells = [
    { label: 'at_risk', customers: 4, newcomers: 1, flags: ['save_first'] },
    { label: 'at_risk', customers: 5, newcomers: 0, flags: [] },
    { label: 'promising', customers: 6, newcomers: 2, flags: ['new'] },
  ] as unknown as Distribution['cells'];
  t.same(flaggedOf('at_risk', cells), { saveFirst: 4, isNew: 0 });
  t.same(flaggedOf('promising', cells), { saveFirst: 0, isNew: 2 });
  t.end();
});

t.test('months keep labels that the model has no more', (t) => {
  const month = (day: string, labels: string[]) => ({ day, labels: labels.map((label) => ({ label, share: 0.5 })) });
  const kept = [month('2026-10-31', ['lost']), month('2026-09-30', ['lost', 'old'])] as never[];
  t.same(
    labelsOf(kept).map(({ label }) => label),
    ['lost', 'old'],
  );
  t.same(
    kept.map((one) => shareOf(one, 'old')),
    [0, 0.5],
  );
  t.end();
});
