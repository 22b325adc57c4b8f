import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import type { Test } from 'tap';
import { type AdminHouse, adminHouse, openAdmin } from '../support/browser.ts';

/** A middling phone network and half of this machine's speed: what a merchant at a market has. */
const NETWORK = { offline: false, latency: 40, downloadThroughput: (10 << 20) / 8, uploadThroughput: (5 << 20) / 8 };
const CPU_SLOWER = 2;

const BUTTON = 'main button:enabled:not([aria-disabled=true])';

/** Every page, what shows that it is there, and what one does first on it. */
const PAGES: readonly {
  readonly name: string;
  readonly path: string;
  readonly use: (frame: Frame) => Promise<void>;
}[] = [
  { name: 'overview', path: '/overview', use: (frame) => pressFirst(frame, `${BUTTON}, main label`) },
  { name: 'customers', path: '/customers', use: (frame) => typeFirst(frame, 'nguyen') },
  { name: 'customer', path: '/customers/{customer}', use: (frame) => pressFirst(frame, BUTTON) },
  { name: 'segments', path: '/segments', use: (frame) => typeFirst(frame, 'vip') },
  { name: 'segment', path: '/segments/{segment}', use: (frame) => pressFirst(frame, '[role=tab] >> nth=1') },
  { name: 'segment builder', path: '/segments/new', use: (frame) => pressFirst(frame, BUTTON) },
  { name: 'deliveries', path: '/deliveries', use: (frame) => pressFirst(frame, `${BUTTON}, main label`) },
  { name: 'settings', path: '/settings', use: (frame) => typeFirst(frame, 'x') },
];

export interface Vitals {
  readonly page: string;
  readonly lcpMs: number;
  readonly cls: number;
  readonly inpMs: number;
}

/**
 * Largest paint, layout shift and the slowest answer to a key or click of every page, opened for the first time in a frame of another site, on a throttled
 * network and processor. Medians of `rounds`.
 */
export async function benchVitals(rounds: number): Promise<{ readonly firstLoadKb: number; readonly pages: Vitals[] }> {
  const ends: (() => unknown)[] = [];
  const t = { teardown: (end: () => unknown) => void ends.push(end) } as unknown as Test;
  try {
    const house = await adminHouse(t);
    await house.segmentsReady();
    const scope = house.house.store.forShop(house.shop);
    const [customer, segment] = await Promise.all([
      scope.customers.findOne({ 'stats.orders': { $gt: 3 } }),
      scope.segments.findOne({}),
    ]);
    const ids = {
      '{customer}': customer?._id.split('/').at(-1) ?? '',
      '{segment}': segment?._id.split('/').at(-1) ?? '',
    };
    const pages: Vitals[] = [];
    for (const page of PAGES) {
      const path = Object.entries(ids).reduce((text, [name, id]) => text.replace(name, id), page.path);
      const taken: Omit<Vitals, 'page'>[] = [];
      for (let round = 0; round < rounds; round++) taken.push(await vitalsOf(t, house, path, page.use));
      console.error(`bench: ${page.name} ${JSON.stringify(taken)}`);
      pages.push({
        page: page.name,
        lcpMs: middle(taken.map(({ lcpMs }) => lcpMs)),
        cls: middle(taken.map(({ cls }) => cls)),
        inpMs: middle(taken.map(({ inpMs }) => inpMs)),
      });
    }
    return { firstLoadKb: firstLoadKb(), pages };
  } finally {
    // Pages that were closed already say so; what matters is that the server and the browser end.
    for (const end of ends.reverse()) await (async () => end())().catch(() => undefined);
  }
}

export function vitalsTable({ firstLoadKb, pages }: Awaited<ReturnType<typeof benchVitals>>): string {
  return [
    `first load ${firstLoadKb.toFixed(0)} kB gzip (aim ≤ 250)`,
    '',
    '| page | LCP ms (aim ≤ 1000) | CLS (aim ≤ 0.02) | INP ms (aim ≤ 100) |',
    '| --- | --- | --- | --- |',
    ...pages.map(
      ({ page, lcpMs, cls, inpMs }) => `| ${page} | ${lcpMs.toFixed(0)} | ${cls.toFixed(3)} | ${inpMs.toFixed(0)} |`,
    ),
  ].join('\n');
}

async function vitalsOf(
  t: Test,
  house: AdminHouse,
  path: string,
  use: (frame: Frame) => Promise<void>,
): Promise<Omit<Vitals, 'page'>> {
  const { page, frame } = await openAdmin(t, house, {
    path,
    prepare: async (page) => {
      const session = await page.context().newCDPSession(page);
      await session.send('Network.emulateNetworkConditions', NETWORK);
      await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER });
      await page.addInitScript(observe);
    },
  });
  // The stream of live events never lets the network be idle.
  await frame.locator('main h1').waitFor();
  await page.waitForTimeout(3000);
  const { lcpMs, cls } = await frame.evaluate(() => (window as unknown as { vitals: Omit<Vitals, 'page'> }).vitals);
  await use(frame);
  await page.waitForTimeout(500);
  const { inpMs } = await frame.evaluate(() => (window as unknown as { vitals: Omit<Vitals, 'page'> }).vitals);
  await page.context().close();
  return { lcpMs, cls, inpMs };
}

/** Runs in every frame before its scripts. */
function observe(): void {
  const vitals = { lcpMs: 0, cls: 0, inpMs: 0 };
  (window as unknown as { vitals: typeof vitals }).vitals = vitals;
  const watch = (type: string, take: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) take(entry);
    }).observe({ type, buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
  watch('largest-contentful-paint', (entry) => {
    vitals.lcpMs = entry.startTime;
  });
  watch('layout-shift', (entry) => {
    const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
    if (!shift.hadRecentInput) vitals.cls += shift.value;
  });
  watch('event', (entry) => {
    if ((entry as PerformanceEntry & { interactionId: number }).interactionId > 0)
      vitals.inpMs = Math.max(vitals.inpMs, entry.duration);
  });
}

async function pressFirst(frame: Frame, selector: string): Promise<void> {
  const first = frame.locator(selector).first();
  if ((await first.count()) > 0) await first.click({ timeout: 3000 });
}

async function typeFirst(frame: Frame, text: string): Promise<void> {
  const first = frame.locator('main input:visible').first();
  if ((await first.count()) > 0) await first.pressSequentially(text, { delay: 60 });
}

/** Everything that the page asks for before it asks the API, as it is sent: gzip at its best. */
function firstLoadKb(): number {
  const dist = join(import.meta.dirname, '../../extension-ui/dist');
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const files = readdirSync(join(dist, 'assets')).filter(
    (name) => name.endsWith('.gz') && html.includes(name.slice(0, -3)),
  );
  return files.reduce((sum, name) => sum + statSync(join(dist, 'assets', name)).size, 0) / 1024;
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
