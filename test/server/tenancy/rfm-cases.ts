import type { Test } from 'tap';
import { dayNumber } from '../../../src/model.ts';
import { quantileModel } from '../../../src/segments/index.ts';
import { newestModel, readRfm } from '../../../src/server/rfm/current.ts';
import { ensureCuts, withCuts } from '../../../src/server/rfm/cuts.ts';
import { distributionOf } from '../../../src/server/rfm/distribution.ts';
import { rfmLabelNames } from '../../../src/server/rfm/label-names.ts';
import { matrixOf } from '../../../src/server/rfm/matrix.ts';
import { putRfmModel } from '../../../src/server/rfm/put-model.ts';
import { groupCustomers } from '../../../src/server/rfm/ranges.ts';
import { snapshotsOf, takeSnapshots } from '../../../src/server/rfm/snapshots.ts';
import type { ShopState } from '../../../src/server/shop-state.ts';
import type { Twins } from './function-cases.ts';
import type { RouteGiven } from './route-cases.ts';

/** RFM: A scores, counts and keeps its own customers only. */

const DAY = dayNumber(2026, 11, 30);
const NOW = Date.UTC(2026, 11, 5);
const stateOf = async ({ server, a }: Twins) => (await server.house.states.get(a.shop)) as ShopState;

export const RFM_FUNCTIONS: Readonly<Record<string, (t: Test, given: Twins) => Promise<unknown>>> = {
  'rfm/current.ts newestModel': async (t, { a }) => {
    const model = await newestModel(a.scope);
    t.equal(model?._id, `${a.shop}/1`);
    return model;
  },
  'rfm/current.ts readRfm': async (t, { a }) => {
    const rfm = await readRfm(a.scope, 'VND');
    t.match([rfm.version, rfm.cutsOn(20_600)?.customers], [1, 9]);
    return rfm;
  },
  'rfm/label-names.ts rfmLabelNames': async (t, { a }) => {
    const names = [...(await rfmLabelNames(a.scope))];
    t.match(names[0]?.[1], /\(A\)/);
    return names;
  },
  'rfm/ranges.ts groupCustomers': async (t, { a }) => {
    let customers = 0;
    const row = ({ n }: { n: number }) => {
      customers += n;
    };
    await groupCustomers<{ n: number }>(a.scope, [{ $group: { _id: null, n: { $sum: 1 } } }], {
      row,
      cut: () => undefined,
    });
    t.equal(customers, await a.scope.customers.count());
  },
  'rfm/cuts.ts ensureCuts': async (t, { a }) => {
    t.equal(await ensureCuts(a.scope, quantileModel(5), DAY, { now: NOW }), true);
    t.equal(await ensureCuts(a.scope, quantileModel(5), DAY, { now: NOW }), false, 'once a day');
    const cuts = await a.scope.rfmCuts.findOne({ day: DAY });
    t.equal(cuts?.customers, await a.scope.customers.count({ 'stats.firstDay': { $lte: DAY } }));
    return cuts;
  },
  'rfm/cuts.ts withCuts': async (t, given) => {
    const definition = { include: [{ all: [{ kind: 'rfm_label' as const, labels: ['lost'] }] }], exclude: [] };
    const state = await withCuts(given.a.scope, await stateOf(given), definition, { asOf: NOW, now: NOW });
    t.equal(state.live.rfm.cutsOn(dayNumber(2026, 12, 5))?.day, dayNumber(2026, 12, 5));
    return state.live.rfm;
  },
  'rfm/distribution.ts distributionOf': async (t, given) => {
    const { shop, live } = await stateOf(given);
    const found = await distributionOf(given.a.scope, shop, live.rfm, DAY);
    t.equal(found.customers, await given.a.scope.customers.count());
    return found;
  },
  'rfm/matrix.ts matrixOf': async (t, given) => {
    const { shop, live } = await stateOf(given);
    const found = await matrixOf(given.a.scope, shop, live.rfm, DAY - 60, DAY);
    t.equal(found.customers, await given.a.scope.customers.count());
    return found;
  },
  'rfm/snapshots.ts takeSnapshots': async (t, given) => {
    const { shop } = await stateOf(given);
    t.ok((await takeSnapshots(given.a.scope, { ...shop, createdAt: 0 }, NOW)) > 0);
    t.equal(await takeSnapshots(given.a.scope, { ...shop, createdAt: 0 }, NOW), 0, 'once a month');
  },
  'rfm/snapshots.ts snapshotsOf': async (t, { a }) => {
    const kept = await snapshotsOf(a.scope, 100);
    t.equal(kept.length, await a.scope.rfmSnapshots.count());
    return kept;
  },
  'rfm/put-model.ts putRfmModel': async (t, given) => {
    const { a, server } = given;
    const parts = { ...server.parts, builder: { requestBuild: () => undefined } };
    const state = await stateOf(given);
    const edit = { model: quantileModel(3), after: 1, by: 'key x' };
    const made = await putRfmModel(parts, a.scope, state, edit);
    t.equal(made._id, `${a.shop}/2`);
    await t.rejects(putRfmModel(parts, a.scope, state, edit), { code: 'conflict' });
    return made;
  },
};

type RouteCase = (t: Test, given: RouteGiven) => Promise<unknown>;

export const RFM_ROUTES: Readonly<Record<string, RouteCase>> = {
  'GET /rfm/model': async (t, { ask }) => {
    t.match((await ask('')).body, { version: 1 });
  },
  'GET /rfm/distribution': async (t, { a, ask }) => {
    t.equal((await ask('')).body.customers, await a.scope.customers.count());
  },
  'GET /rfm/matrix': async (t, { ask }) => {
    const { status, body } = await ask('', undefined, '?from=2026-01-01&to=2026-03-01');
    t.match([status, body.customers], [200, Number]);
  },
  'GET /rfm/snapshots': async (t, { a, ask }) => {
    t.equal((await ask('')).body.items.length, await a.scope.rfmSnapshots.count());
  },
  'PUT /rfm/model': async (t, { a, ask }) => {
    t.equal((await ask('', { model: quantileModel(5), after: 1 })).status, 200);
    t.equal(await a.scope.rfmModels.count(), 2);
  },
};
