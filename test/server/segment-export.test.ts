import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { readSheet } from 'read-excel-file/node';
import { SMTPServer } from 'smtp-server';
import t, { type Test } from 'tap';
import { dayOf, formatDay } from '../../src/model.ts';
import { openMail } from '../../src/server/mail.ts';
import { SecretBox } from '../../src/server/secrets.ts';
import { BulkActions } from '../../src/server/segments/actions.ts';
import { csvRows, harmless } from '../../src/server/segments/export-cells.ts';
import { COLUMN_IDS } from '../../src/server/segments/export-columns.ts';
import { readChunks } from '../../src/server/segments/export-file.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { crowd, segmentReady, untilState } from '../support/crowd.ts';
import { seeded } from '../support/seeded.ts';
import { invoice, member, type Till, till } from '../support/till.ts';

/** Everybody in a segment as a file (A04). */

const EVERYBODY = { include: [{ all: [{ kind: 'order_count', op: 'gte', value: 0 }] }], exclude: [] };

async function segmentOf(shop: Till): Promise<string> {
  const { body } = await shop.ask('POST', '/segments', { name: 'Khách "VIP" / 1', definition: EVERYBODY });
  await segmentReady(shop, body.id);
  return body.id;
}

/** Asks for an export and waits for it. */
async function exported(shop: Till, segment: string, asked: object): Promise<any> {
  const { status, body } = await shop.ask('POST', `/segments/${segment}/export`, asked);
  if (status !== 202) throw new Error(JSON.stringify(body));
  return untilState(shop, `/segments/${segment}/exports/${body.id}`, 'done');
}

async function fetched({ app }: TestApp, url: string) {
  const answer = await app.inject({ url: new URL(url).pathname });
  return { status: answer.statusCode, headers: answer.headers, bytes: answer.rawPayload };
}

const sumOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

interface Post {
  readonly to: string[];
  readonly from: string;
  readonly text: string;
}

/** A real SMTP server on this machine, and what it was given. */
async function postOffice(t: Test, refuses = false): Promise<{ url: string; letters: Post[] }> {
  const letters: Post[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => done(refuses ? new Error('no such box') : null),
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        letters.push({ to, from, text: decoded(Buffer.concat(parts).toString()) });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  t.teardown(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, letters };
}

/** The body of a mail of one part. */
function decoded(mail: string): string {
  const [head = '', ...rest] = mail.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  if (/content-transfer-encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString();
  const unfolded = body.replace(/=\r\n/g, '');
  const bytes = unfolded.replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

t.test(
  'A04 an XLSX file holds the frozen set, is told by mail with rows and checksum, and is fetched by its link',
  async (t) => {
    const office = await postOffice(t);
    const mail = openMail({ smtpUrl: office.url, mailFrom: 'Tiệm <crm@example.vn>' });
    if (!mail) return t.fail('there is a mail server');
    t.teardown(() => mail.close());
    const server = await testApp(t, { mail });
    const shop = await till(server, 'xlsx');
    const { send, scope, ask } = shop;
    await send(
      'customer.saved',
      member({
        phone: '0912345671',
        name: 'Nguyễn <Văn> & "An"',
        email: 'an@example.vn',
        gender: 'female',
        tags: ['VIP', 'Sỉ'],
      }),
      member({ phone: '0912345672', name: '=HYPERLINK("http://evil.example","x")' }),
      member({ phone: '0912345673', name: '+84 số lạ' }),
    );
    await send(
      'invoice.saved',
      invoice({ id: 'HD1', phone: '0912345671', amount: 525_000, at: '2026-11-10T18:00:00Z' }),
    );
    const id = await segmentOf(shop);
    const frozen = (await scope.customers.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id.slice(-12));
    const columns = ['id', 'name', 'phone', 'email', 'gender', 'tags', 'spent', 'orders', 'last_order', 'created'];
    const done = await exported(shop, id, { format: 'xlsx', columns, email: 'chu@example.vn' });
    t.match(done, {
      progress: { done: 3, total: 3 },
      files: [{ rows: 3, format: 'xlsx', name: /^khach-vip-1-\d{4}-\d\d-\d\d\.xlsx$/ }],
    });
    const [file] = done.files;
    const got = await fetched(server, file.url);
    t.equal(got.status, 200);
    t.equal(got.bytes.length, file.bytes);
    t.equal(sumOf(got.bytes), file.sha256);
    t.match(got.headers, {
      'cache-control': 'no-store',
      'content-type': /spreadsheetml/,
      'content-disposition': `attachment; filename="${file.name}"`,
    });
    const [head, ...rows] = await readSheet(got.bytes);
    t.same(head, [
      'Mã',
      'Họ tên',
      'Điện thoại',
      'E-mail',
      'Giới tính',
      'Thẻ',
      'Tổng chi tiêu',
      'Số đơn',
      'Đơn gần nhất',
      'Ngày tạo',
    ]);
    t.same(
      rows.map((row) => row[0]),
      frozen,
      'the rows are the frozen set',
    );
    const byPhone = (phone: string) => rows.find((row) => row[2] === phone)?.slice(1, 9);
    t.same(
      byPhone('0912 345 671'),
      ['Nguyễn <Văn> & "An"', '0912 345 671', 'an@example.vn', 'Nữ', 'Sỉ, VIP', 525_000, 1, '2026-11-11'],
      'days are the shop’s',
    );
    t.equal(byPhone('0912 345 672')?.[0], '\'=HYPERLINK("http://evil.example","x")', 'a formula is a text');
    t.equal(byPhone('0912 345 673')?.[0], "'+84 số lạ");

    while ((await ask('GET', `/segments/${id}/exports/${done.id}`)).body.mail === 'pending')
      await new Promise((resolve) => setTimeout(resolve, 30));
    t.equal((await ask('GET', `/segments/${id}/exports/${done.id}`)).body.mail, 'sent');
    t.match(office.letters, [{ to: ['chu@example.vn'], from: 'crm@example.vn' }]);
    const [{ text } = { text: '' }] = office.letters;
    for (const part of [file.url, file.sha256, 'Số dòng: 3', 'Khách "VIP" / 1'])
      t.ok(text.includes(part), `the mail tells ${part}`);
    const acts = await scope.audit
      .find({ action: /^segment\.export/ })
      .sort({ at: 1 })
      .toArray();
    t.match(acts, [
      { action: 'segment.export_started', details: { format: 'xlsx', columns, isMailed: true } },
      { action: 'segment.export_downloaded', actor: 'link', details: { file: file.name } },
    ]);
    t.notOk(JSON.stringify(acts).includes('chu@example.vn'), 'the audit log holds no address');
    t.match((await ask('GET', `/segments/${id}/exports`)).body, { hasMail: true, items: [{ id: done.id }] });
    const english = await exported(shop, id, { format: 'xlsx', columns: [...COLUMN_IDS], language: 'en' });
    const [names, ...all] = await readSheet((await fetched(server, english.files[0].url)).bytes);
    t.equal(names?.length, COLUMN_IDS.length);
    t.equal(names?.[1], 'Name');
    t.equal(all.length, 3);
    t.equal(
      all[0]?.at(-2),
      formatDay(dayOf((await scope.customers.find().sort({ _id: 1 }).next())?.createdAt ?? 0, 'Asia/Ho_Chi_Minh')),
    );
  },
);

t.test(
  'A04 a link is worth nothing when it was changed, has run out, or its file was deleted; no mail server, no mail',
  async (t) => {
    let aheadMs = 0;
    const server = await testApp(t, { now: () => Date.now() + aheadMs });
    const shop = await till(server, 'links');
    const { ask, scope } = shop;
    await crowd(shop, 5);
    const id = await segmentOf(shop);
    const done = await exported(shop, id, { format: 'csv', columns: ['name'], email: 'chu@example.vn' });
    t.equal(done.mail, 'not_configured');
    const [{ url }] = done.files;
    t.equal((await fetched(server, url)).status, 200);
    const token = url.split('/').at(-1);
    const named = Buffer.from(token, 'base64url').toString();
    const forged = Buffer.from(named.replace(/~0~/, '~1~')).toString('base64url');
    const later = Buffer.from(
      named.replace(/~(\d{13})~/, (_: string, until: string) => `~${Number(until) + 1}~`),
    ).toString('base64url');
    for (const wrong of [forged, later, `${token}A`, token.slice(2), 'x', encodeURIComponent('../x')])
      t.equal((await fetched(server, `http://x/exports/${wrong}`)).status, 404, wrong.slice(0, 10));
    t.equal(
      (await server.app.inject({ method: 'HEAD', url: `/exports/${token}` })).statusCode,
      405,
      'a look is no download',
    );
    aheadMs = 7 * 86_400_000 + 1000;
    t.equal((await fetched(server, url)).status, 404, 'a week later');
    t.equal((await ask('GET', `/segments/${id}/exports/${done.id}`)).body.files[0].url, null);
    aheadMs = 0;
    t.equal((await fetched(server, url)).status, 200);
    const { body: deleted } = await ask('DELETE', `/segments/${id}/exports/${done.id}`);
    t.match(deleted, { deletedAt: String, files: [{ url: null }] });
    t.equal((await fetched(server, url)).status, 404);
    t.equal(await scope.exportChunks.count(), 0, 'nothing of it is kept');
    t.ok(await scope.audit.findOne({ action: 'segment.export_deleted' }));

    const other = await exported(shop, id, { format: 'csv', columns: ['name'] });
    const somebody = (await scope.customers.findOne({}))?._id.slice(-12);
    await ask('POST', `/customers/${somebody}/erase`);
    t.equal((await fetched(server, other.files[0].url)).status, 404, 'files made before somebody was erased are gone');
    const [, ...rows] = lines(
      (await fetched(server, (await exported(shop, id, { format: 'csv', columns: ['id', 'name'] })).files[0].url))
        .bytes,
    );
    t.equal(rows.length, 5);
    t.ok(rows.includes(`${somebody},`), 'of who was erased the id alone');
    for (const wrong of [
      { format: 'csv', columns: [] },
      { format: 'csv', columns: ['claims'] },
      { format: 'csv', columns: ['name', 'name'] },
      { format: 'pdf', columns: ['name'] },
    ])
      t.ok((await ask('POST', `/segments/${id}/export`, wrong)).status >= 400, JSON.stringify(wrong));
  },
);

t.test('A04 a mail that cannot be sent is told, and the link works all the same', async (t) => {
  const office = await postOffice(t, true);
  const mail = openMail({ smtpUrl: office.url, mailFrom: 'crm@example.vn' });
  if (!mail) return t.fail('there is a mail server');
  t.teardown(() => mail.close());
  const server = await testApp(t, { mail });
  const shop = await till(server, 'refused');
  await crowd(shop, 1);
  const id = await segmentOf(shop);
  const done = await exported(shop, id, {
    format: 'csv',
    columns: ['name'],
    email: 'nobody@example.vn',
    language: 'en',
  });
  const path = `/segments/${id}/exports/${done.id}`;
  while ((await shop.ask('GET', path)).body.mail === 'pending') await new Promise((resolve) => setTimeout(resolve, 30));
  t.match((await shop.ask('GET', path)).body, { mail: 'failed', state: 'done' });
  t.equal((await fetched(server, done.files[0].url)).status, 200);
});

const lines = (bytes: Buffer) => bytes.toString('utf8').replace('\uFEFF', '').trimEnd().split('\r\n');

t.test(
  'A04 what one sheet cannot hold comes as CSV in parts, in UTF-8 with its mark, nobody twice and nobody left out',
  async (t) => {
    const server = await testApp(t, { exports: { rowsMax: 1000 } });
    const shop = await till(server, 'parts');
    const keys = await crowd(shop, 2500);
    const id = await segmentOf(shop);
    const done = await exported(shop, id, { format: 'xlsx', columns: ['id', 'name'], language: 'en' });
    t.same(
      done.files.map(({ rows, format }: any) => [rows, format]),
      [
        [1000, 'csv'],
        [1000, 'csv'],
        [500, 'csv'],
      ],
    );
    const found: string[] = [];
    for (const { url, sha256, bytes, name } of done.files) {
      const got = await fetched(server, url);
      t.equal(sumOf(got.bytes), sha256);
      t.equal(got.bytes.length, bytes);
      t.match(name, /-[123]\.csv$/);
      t.same([...got.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
      const [head, ...rows] = lines(got.bytes);
      t.equal(head, 'Id,Name');
      found.push(...rows.map((row) => row.slice(0, 12)));
    }
    t.same(
      found,
      [...keys].sort().map((key) => key.slice(-12)),
      'in the order of the frozen set',
    );

    const empty = (await shop.ask('POST', '/segments', { name: 'Không ai', kind: 'fixed' })).body.id;
    await segmentReady(shop, empty);
    const none = await exported(shop, empty, { format: 'csv', columns: ['name'] });
    t.match(none.files, [{ rows: 0 }]);
    t.same(
      lines((await fetched(server, none.files[0].url)).bytes),
      ['Họ tên'],
      'nobody is a file with names of columns',
    );
  },
);

t.test(
  'A04 cells: whatever somebody calls themselves, it is no formula, and no cell breaks out of its row',
  async (t) => {
    for (const sign of ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
      t.equal(harmless(`${sign}1+1`), `'${sign}1+1`, JSON.stringify(sign));
    t.equal(harmless('a=1'), 'a=1');
    t.equal(harmless(-5), -5, 'a number of ours is a number');
    t.equal(harmless('a\u0000b\uD800c'), 'abc');
    t.equal(csvRows([['a,b', 'c"d', 'e\r\nf', null, -1.5]]), '"a,b","c""d","e\r\nf",,-1.5\r\n');
  },
);

t.test(
  'A04 killed with -9 while it writes: begun again from the same frozen set, and no half file is ever served',
  async (t) => {
    const { seed, below } = seeded();
    t.comment(`SEED=${seed}`);
    const server = await testApp(t);
    const shop = await till(server, 'killed');
    const { scope } = shop;
    const COUNT = 6000;
    await crowd(shop, COUNT, (index) => ({ note: `${index} `.repeat(60) }));
    const id = await segmentOf(shop);
    const segment = await scope.segments.findOne({ _id: `${shop.shop}/${id}` });
    if (!segment) return t.fail('the segment is there');
    const { store, states } = server.house;
    const parts = {
      store,
      states,
      logger: pino({ level: 'silent' }),
      box: new SecretBox(Buffer.alloc(32, 7)),
      mail: null,
    };
    const idle = (owner: string, aheadMs: number) =>
      new BulkActions({ ...parts, owner, now: () => Date.now() + aheadMs, publicUrl: 'http://x' });
    const first = idle('first', 0);
    await first.stop();
    const asked = { type: 'export', format: 'csv', columns: ['id', 'name', 'phone', 'note'], language: 'vi' } as const;
    const { _id } = await first.start(scope, segment, asked, 'key test');
    let ahead = 0;
    for (let kill = 0; kill < 3; kill++) {
      ahead += 60_000;
      const script = join(import.meta.dirname, '../support/segment-runner.ts');
      const runner = spawn(process.execPath, [script, server.mongodbUri, store.db.databaseName, String(ahead)], {
        stdio: 'ignore',
      });
      const ended = once(runner, 'exit');
      // Whenever it is frozen, or has begun to write.
      const wanted = kill === 0 ? 0 : 1;
      while (runner.exitCode === null && (await scope.exportChunks.count()) < wanted)
        await new Promise((resolve) => setTimeout(resolve, 2));
      await new Promise((resolve) => setTimeout(resolve, below(kill === 0 ? 700 : 40)));
      runner.kill('SIGKILL');
      await ended;
      const left = await scope.bulkActions.findOne({ _id });
      t.ok(
        left?.state === 'done' || left?.files === undefined,
        `after kill ${kill + 1} it is ${left?.state}, with no half file`,
      );
    }
    await shop.send('customer.saved', member({ phone: '0912345678', name: 'Đến sau' }));
    const last = idle('last', ahead + 60_000);
    await last.resume();
    await last.idle();
    const done = await scope.bulkActions.findOne({ _id });
    t.match(done, { state: 'done', files: [{ rows: COUNT }] });
    const pieces: Buffer[] = [];
    if (done) for await (const piece of readChunks(scope, done, 0)) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    t.equal(sumOf(bytes), done?.files?.[0]?.sha256);
    t.equal(
      new Set(
        lines(bytes)
          .slice(1)
          .map((row) => row.slice(0, 12)),
      ).size,
      COUNT,
      'the frozen set, each once',
    );
    const attempts = new Set(
      (await scope.exportChunks.find({}, { projection: { _id: 1 } }).toArray()).map((chunk) => chunk._id.split('/')[2]),
    );
    t.equal(attempts.size, 1, 'nothing of earlier tries is left');
  },
);
