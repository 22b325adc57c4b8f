import type { Test } from 'tap';
import { type CustomerKey, dayOf } from '../../../src/model.ts';
import { TransactionWorkspace } from '../../../src/server/ingest/transaction-workspace.ts';
import { sourceFigures } from '../../../src/server/queries/sources.ts';
import { findAction, lastActions } from '../../../src/server/segments/actions.ts';
import { changeGroup } from '../../../src/server/segments/actions-change.ts';
import { freezeMembers, frozenGroups } from '../../../src/server/segments/actions-freeze.ts';
import { COMPOSED_BY, composition } from '../../../src/server/segments/composition.ts';
import { type ExportParts, mailExport, runExport } from '../../../src/server/segments/export.ts';
import { deleteExport, dropAttempt, eraseExports } from '../../../src/server/segments/export-erase.ts';
import { readChunks, writeFile } from '../../../src/server/segments/export-file.ts';
import { exportRows } from '../../../src/server/segments/export-rows.ts';
import { growth } from '../../../src/server/segments/growth.ts';
import { labelOf } from '../../../src/server/segments/live.ts';
import { overlaps } from '../../../src/server/segments/overlap.ts';
import { resolveLines } from '../../../src/server/segments/paste.ts';
import { handled, pinCustomers, presentCustomers } from '../../../src/server/segments/pinning.ts';
import { getSegment } from '../../../src/server/segments/saved.ts';
import type { ShopState } from '../../../src/server/shop-state.ts';
import type { BulkActionDocument } from '../../../src/server/store/bulk-action-document.ts';
import type { Twin } from '../../support/twins.ts';
import type { Twins } from './function-cases.ts';
import type { RouteGiven } from './route-cases.ts';

/** Groups and what one does with them: hands, actions, exports, growth and composition. */

type FunctionCase = (t: Test, given: Twins) => Promise<unknown>;
type RouteCase = (t: Test, given: RouteGiven) => Promise<unknown>;

const ZONE = 'Asia/Ho_Chi_Minh';
const NOT_FOUND = { code: 'not_found' };

async function stateOf({ server, a }: Twins): Promise<ShopState> {
  return (await server.house.states.get(a.shop)) as ShopState;
}

async function actionOf(twin: Twin, id: string): Promise<BulkActionDocument> {
  const action = await findAction(twin.scope, `${twin.ids.segment}.${id}`);
  if (!action) throw new Error('the twin is not whole');
  return action;
}

async function segmentOf({ scope, ids }: Twin) {
  const segment = await getSegment(scope, ids.segment);
  return { segment, label: labelOf(segment._id, segment.activeVersion) };
}

async function allOf<T>(list: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of list) all.push(item);
  return all;
}

async function exportParts(given: Twins): Promise<ExportParts> {
  const { states, box } = given.server.house;
  const { logger } = given.server.parts;
  return { states, box, logger, now: Date.now, mail: null, publicUrl: 'http://x' };
}

export const GROUP_READING: Readonly<Record<string, FunctionCase>> = {
  'segments/pinning.ts handled': async (t, { a, b }) => {
    const asked = { field: 'pins', after: null, limit: 10 } as const;
    await t.rejects(handled(a.scope, b.ids.segment, asked), NOT_FOUND);
    return handled(a.scope, a.ids.segment, asked);
  },
  'segments/pinning.ts presentCustomers': async (t, { a, b }) => {
    const present = (key: CustomerKey) => presentCustomers(new TransactionWorkspace(a.scope, 1), a.scope, [key]);
    t.equal((await present(b.ids.customerKey)).size, 0);
    t.equal((await present(b.ids.mergedKey)).size, 0, 'nor somebody merged');
    t.equal((await present(a.ids.mergedKey)).size, 1);
    return [...(await present(a.ids.customerKey))];
  },
  'segments/paste.ts resolveLines': async (t, { a, b }) => {
    const cells = ['0912345671', 'an@example.vn', 'TV-01', b.ids.customer, 'Nguyễn Văn An (B)', 'Nguyễn Văn An (A)'];
    const lines = cells.map((cell, index) => ({ line: index + 1, cells: [cell] }));
    const found = await resolveLines(a.scope, { countryCode: 'VN' }, lines);
    t.same(
      found.map(({ outcome }) => outcome),
      ['found', 'twice', 'twice', 'not_found', 'not_found', 'twice'],
    );
    return found.map(({ customer, candidates }) => ({ customer, candidates }));
  },
  'segments/actions.ts findAction': async (t, { a, b }) => {
    t.equal(await findAction(a.scope, `${b.ids.segment}.TG1`), null);
    return actionOf(a, 'TG1');
  },
  'segments/actions.ts lastActions': async (t, { a, b }) => {
    t.same(await lastActions(a.scope, b.ids.segmentKey, false), []);
    t.equal((await lastActions(a.scope, a.ids.segmentKey, true)).length, 1);
    return lastActions(a.scope, a.ids.segmentKey, false);
  },
  'segments/actions-freeze.ts frozenGroups': async (t, { a, b }) => {
    t.same(await allOf(frozenGroups(a.scope, `${b.ids.segmentKey}.TG1`)), []);
    t.same(await allOf(frozenGroups(a.scope, `${a.ids.segmentKey}.TG1`)), [[a.ids.customerKey]]);
  },
  'segments/export-rows.ts exportRows': async (t, given) => {
    const { a, b } = given;
    const [state, { asked }] = [await stateOf(given), await actionOf(a, 'EX1')];
    if (asked.type !== 'export') return t.fail('it is an export');
    t.same(await allOf(exportRows(a.scope, `${b.ids.segmentKey}.EX1`, asked, state)), []);
    const rows = await allOf(exportRows(a.scope, `${a.ids.segmentKey}.EX1`, asked, state));
    t.equal(rows.length, 1);
    return rows;
  },
  'segments/export-file.ts readChunks': async (t, { a, b }) => {
    t.same(await allOf(readChunks(a.scope, await actionOf(b, 'EX1'), 0)), []);
    t.equal(String(Buffer.concat(await allOf(readChunks(a.scope, await actionOf(a, 'EX1'), 0)))), 'file (A)');
  },
  'segments/growth.ts growth': async (t, { a, b }) => {
    const toDay = dayOf(Date.now(), ZONE);
    const asked = { fromDay: toDay - 3, toDay, timeZone: ZONE, now: Date.now() };
    const counts = async (of: Twin) => growth(a.scope, (await segmentOf(of)).segment, asked);
    t.ok(
      (await counts(b)).every(({ entered, left, size }) => entered + left + size === 0),
      'a segment of B has neither news nor members in A',
    );
    const own = await counts(a);
    t.ok((own.at(-1)?.size ?? 0) > 0);
    return own;
  },
  'segments/composition.ts composition': async (t, given) => {
    const { a, b } = given;
    const about = { today: dayOf(Date.now(), ZONE), rfm: (await stateOf(given)).live.rfm };
    const own = [];
    for (const by of COMPOSED_BY) {
      t.same(await composition(a.scope, (await segmentOf(b)).label, by, about), []);
      own.push(...(await composition(a.scope, (await segmentOf(a)).label, by, about)));
    }
    return own;
  },
  'segments/overlap.ts overlaps': async (t, { a, b }) => {
    const labels = [(await segmentOf(a)).label, (await segmentOf(b)).label];
    const { pairs, inAny } = await overlaps(a.scope, labels);
    t.match(pairs, [{ customers: 0 }]);
    t.equal(inAny, (await segmentOf(a)).segment.size, 'its own members alone');
  },
  'queries/sources.ts sourceFigures': async (t, { a, b }) => {
    const [own, other] = await Promise.all([sourceFigures(a.scope), sourceFigures(b.scope)]);
    t.same(own, other, 'as much as the other, and not twice as much');
    t.equal(
      own.reduce((sum, { customers }) => sum + customers, 0),
      await a.scope.customers.count(),
    );
  },
};

export const GROUP_WRITING: Readonly<Record<string, FunctionCase>> = {
  'segments/pinning.ts pinCustomers': async (t, { a, b, server }) => {
    const { segment } = await segmentOf(a);
    const customers = [b.ids.customer, b.ids.merged, a.ids.customer];
    const done = await pinCustomers(server.parts, a.scope, segment, { act: 'pin', customers, actor: 'key test' });
    t.same(done, { changed: [a.ids.customer], unchanged: 0, notFound: [b.ids.customer, b.ids.merged] });
    await pinCustomers(server.parts, a.scope, segment, { act: 'unpin', customers, actor: 'key test' });
  },
  'segments/actions-change.ts changeGroup': async (t, given) => {
    const { a, b, server } = given;
    const state = await stateOf(given);
    const customers = [b.ids.customerKey, a.ids.customerKey];
    const asked = { change: { type: 'add_tag', tag: 'x' }, isUndo: false, customers, now: Date.now() } as const;
    const touched = await server.house.store.transaction(a.shop, (scope, attempt) =>
      changeGroup(scope, attempt, state, { by: 'key test' }, asked),
    );
    t.same(touched, [a.ids.customerKey]);
  },
  'segments/actions-freeze.ts freezeMembers': async (t, { a, b, server }) => {
    const action = await actionOf(a, 'TG1');
    const freeze = (label: string) =>
      freezeMembers(server.house.store, a.scope, { ...action, label }, async () => true);
    t.equal(await freeze((await segmentOf(b)).label), 0);
    t.ok(Number(await freeze((await segmentOf(a)).label)) > 0);
  },
  'segments/export.ts runExport': async (t, given) => {
    const { a, b } = given;
    const [own, other] = [await actionOf(a, 'EX1'), await actionOf(b, 'EX1')];
    const parts = await exportParts(given);
    const ended = await runExport(parts, a.scope, { ...own, _id: other._id, shop: a.shop }, async () => true).catch(
      (error: unknown) => String(error),
    );
    t.match(ended, /invariant/, 'what is called as B’s is not written');
    const done = await runExport(parts, a.scope, own, async () => true);
    t.match(done?.files, [{ rows: 1 }]);
    return done;
  },
  'segments/export.ts mailExport': async (t, given) => {
    const { a, b } = given;
    const [own, other] = [await actionOf(a, 'EX1'), await actionOf(b, 'EX1')];
    const asked = { type: 'export', format: 'csv', columns: ['name'], language: 'vi', email: 'x@example.vn' } as const;
    await mailExport(await exportParts(given), a.scope, { ...other, asked });
    await mailExport(await exportParts(given), a.scope, { ...own, asked });
    t.equal((await actionOf(a, 'EX1')).mail?.state, 'failed');
  },
  'segments/export-file.ts writeFile': async (t, { a, b }) => {
    const place = { name: 'x.csv', number: 5, expiresAt: new Date() };
    const content = { format: 'csv', head: ['x'], rows: (async function* () {})() } as const;
    await t.rejects(writeFile(a.scope, await actionOf(b, 'EX1'), place, content), /invariant/);
    return writeFile(a.scope, await actionOf(a, 'EX1'), place, content);
  },
  'segments/export-erase.ts dropAttempt': async (t, { a, b }) => {
    const before = await a.scope.exportChunks.count();
    await dropAttempt(a.scope, await actionOf(b, 'EX1'));
    t.equal(await a.scope.exportChunks.count(), before);
    await dropAttempt(a.scope, await actionOf(a, 'EX1'));
    t.equal(await a.scope.exportChunks.count(), 0);
  },
  'segments/export-erase.ts deleteExport': async (t, { a, b }) => {
    t.equal(await deleteExport(a.scope, `${b.ids.segment}.EX1`, 1), null);
    t.match(await deleteExport(a.scope, `${a.ids.segment}.EX1`, 1), { deletedAt: 1 });
  },
  'segments/export-erase.ts eraseExports': async (t, { a }) => {
    await eraseExports(a.scope, 1);
    t.equal(await a.scope.exportChunks.count(), 0);
  },
};

/** Of a segment of B nothing is found, of A it is. */
const ofSegment =
  (status: number, body?: unknown, query?: string): RouteCase =>
  async (t, { a, b, ask }) => {
    t.equal((await ask(b.ids.segment, body, query)).status, 404, 'of B');
    t.equal((await ask(a.ids.segment, body, query)).status, status, 'of A');
  };

/** An action of B by its segment, and by one of A, is not found. */
const ofAction =
  (id: string, status: number): RouteCase =>
  async (t, { a, b, ask }) => {
    t.equal((await ask([b.ids.segment, id])).status, 404, 'of B');
    t.equal((await ask([a.ids.segment, `${id}x`])).status, 404);
    t.equal((await ask([a.ids.segment, id])).status, status, 'of A');
  };

const hand =
  (path: 'pins' | 'bans'): RouteCase =>
  async (t, { a, b, ask }) => {
    t.equal((await ask(b.ids.segment, { customers: [a.ids.customer] })).status, 404);
    t.equal((await ask(a.ids.segment, { customers: [a.ids.customer] })).status, 200);
    // Ids that are nobody's are told again, so this is asked past the check.
    const others = { customers: [b.ids.customer, b.ids.merged] };
    const { body } = await a.ask('POST', `/segments/${a.ids.segment}/${path}`, others);
    t.same(body, { changed: [], unchanged: 0, notFound: others.customers });
  };

const unhand: RouteCase = async (t, { a, b, ask }) => {
  t.equal((await ask(b.ids.segment, undefined, `?customer=${a.ids.customer}`)).status, 404);
  t.equal((await ask(a.ids.segment, undefined, `?customer=${a.ids.customer}`)).status, 200);
};

/** Waits until nothing is done to a segment of A any more. */
async function settled({ a }: RouteGiven): Promise<void> {
  while ((await a.scope.bulkActions.count({ state: { $in: ['queued', 'running', 'undoing'] } })) > 0)
    await new Promise((resolve) => setTimeout(resolve, 30));
}

const begun =
  (body: unknown): RouteCase =>
  async (t, given) => {
    await ofSegment(202, body)(t, given);
    await settled(given);
  };

export const GROUP_ROUTES: Readonly<Record<string, RouteCase>> = {
  'GET /segments/:id/growth': ofSegment(200),
  'GET /segments/:id/composition': ofSegment(200),
  'GET /segments/compare': async (t, { a, b, ask }) => {
    t.equal((await ask('', undefined, `?ids=${b.ids.segment}`)).status, 404);
    t.equal((await a.ask('GET', `/segments/compare?ids=${a.ids.segment},${b.ids.segment}`)).status, 404);
    t.equal((await ask('', undefined, `?ids=${a.ids.segment}`)).status, 200);
  },
  'GET /overview/sources': async (t, { a, ask }) => {
    const { items } = (await ask('')).body;
    const customers = items.reduce((sum: number, item: { customers: number }) => sum + item.customers, 0);
    t.equal(customers, await a.scope.customers.count(), 'its own, and nobody twice');
  },
  'GET /segments/:id/actions': ofSegment(200),
  'GET /segments/:id/actions/:action': ofAction('TG1', 200),
  'GET /segments/:id/exports': ofSegment(200),
  'GET /segments/:id/exports/:export': ofAction('EX1', 200),
  'POST /segments/:id/pins': hand('pins'),
  'GET /segments/:id/pins': ofSegment(200),
  'DELETE /segments/:id/pins': unhand,
  'POST /segments/:id/bans': hand('bans'),
  'GET /segments/:id/bans': ofSegment(200),
  'DELETE /segments/:id/bans': unhand,
  'POST /segments/:id/paste': async (t, { a, b, ask }) => {
    t.equal((await ask(b.ids.segment, { text: '0912345671' })).status, 404);
    const text = `0912345671\n${b.ids.customer}\nNguyễn Văn An (B)`;
    const { body } = await ask(a.ids.segment, { text: '0912345671' });
    t.match(body.lines, [{ outcome: 'found', customer: { id: a.ids.customer } }]);
    // What was pasted is told again, so this is asked past the check.
    const other = await a.ask('POST', `/segments/${a.ids.segment}/paste`, { text, dryRun: false });
    t.same(other.body.counts, { found: 1, twice: 0, ambiguous: 0, notFound: 2 });
  },
  'POST /segments/:id/upload': ofSegment(200, { csv: Buffer.from('0912345671').toString('base64') }),
  'POST /segments/:id/actions': begun({ type: 'add_tag', tag: 'tất cả' }),
  'POST /segments/:id/copy': begun({ name: 'Bản sao' }),
  'POST /segments/:id/export': begun({ format: 'csv', columns: ['name'] }),
  'POST /segments/:id/actions/:action/cancel': ofAction('TG1', 200),
  'POST /segments/:id/actions/:action/undo': async (t, given) => {
    await ofAction('TG1', 202)(t, given);
    await settled(given);
  },
  'DELETE /segments/:id/exports/:export': ofAction('EX1', 200),
};
