import { z } from 'zod';
import { formatDay } from '../../../model.ts';
import type { DayRange } from '../../../segments/index.ts';
import { CHANNELS_MAX, type Figures, type Overview, type Sales } from '../../queries/overview.ts';
import { STEPS } from '../../queries/overview-period.ts';
import { Currency, Minor } from './schemas.ts';

const count = z.int();
const Day = z.string().meta({ format: 'date', example: '2026-11-22' });
const Share = z.number().nullable();

const sales = {
  orders: count.describe('Orders that count as purchases, by the day they were paid.'),
  guestOrders: count.describe(
    'Those among them that name no customer: counted as orders and revenue, and as nobody’s.',
  ),
  revenueMinor: Minor.describe('Goods after discounts and refunds of those orders, as in a customer’s spend.'),
  averageOrderMinor: Minor.nullable().describe('Revenue by orders; null without orders.'),
  buyers: count.describe('Customers who bought, each once.'),
  newBuyers: count.describe('Buyers whose first purchase ever is within these days.'),
  returningBuyers: count.describe('Buyers who had bought before these days.'),
  repeatBuyers: count.describe('Buyers who had bought before these days, or bought at least twice within them.'),
  repeatRate: Share.describe('Share of the repeat buyers among the buyers, 0 to 1; null without buyers.'),
  refunds: count.describe(
    'Refunds given within these days, also of orders that no longer count; one whose host does not date it stands at its order’s date.',
  ),
  refundedMinor: Minor.describe('Money given back by them, with shipping and tax.'),
};
export const SalesJson = z.object(sales).meta({ id: 'Sales' });
export const FiguresJson = z
  .object({
    customers: count.describe('Customers known by the end of these days; of the whole shop, whatever the channel.'),
    newCustomers: count.describe('Those of them who became known within these days.'),
    ...sales,
  })
  .meta({ id: 'Figures' });

const days = { from: Day.describe('First day.'), to: Day.describe('Last day.') };
const Period = z.object({ ...days, totals: FiguresJson }).meta({ id: 'OverviewPeriod' });
const ofChannels = {
  sales: SalesJson.describe('In the period. Somebody who bought through two channels is a buyer of both.'),
  before: SalesJson.describe('In the period before.'),
};

export const OverviewJson = z
  .object({
    currency: Currency,
    timeZone: z.string().describe('IANA zone whose days these are.'),
    by: z.enum(STEPS),
    channel: z.string().nullable().describe('Null: all channels.'),
    period: Period,
    before: Period.describe(
      'What it is compared with: the same days of the month before for a period from the 1st within one month, of the year before for one from 1 January within one year; as many whole months before for whole months; else as many days directly before.',
    ),
    series: z
      .array(z.object({ ...days, figures: FiguresJson }).meta({ id: 'OverviewPart' }))
      .describe('The days, weeks (from Monday) or months of the period; the first and the last are cut to it.'),
    channels: z
      .array(z.object({ channel: z.string(), ...ofChannels }).meta({ id: 'OverviewChannel' }))
      .describe(`Channels of both periods, by revenue, whichever channel was asked for; at most ${CHANNELS_MAX}.`),
    allChannels: z.object(ofChannels).meta({ id: 'OverviewAllChannels' }),
  })
  .meta({ id: 'Overview' });

/** The words of the answer for what was found. */
export function overviewJson(
  { currency, timeZone }: { readonly currency: string; readonly timeZone: string },
  { by, channel }: Pick<z.infer<typeof OverviewJson>, 'by' | 'channel'>,
  { period, before, series, channels, allChannels }: Overview,
): z.infer<typeof OverviewJson> {
  const totals = (given: DayRange & { readonly totals: Figures }) => ({ ...daysJson(given), totals: given.totals });
  const compared = ({ sales, before }: { readonly sales: Sales; readonly before: Sales }) => ({ sales, before });
  return {
    currency,
    timeZone,
    by,
    channel,
    period: totals(period),
    before: totals(before),
    series: series.map((part) => ({ ...daysJson(part), figures: part.figures })),
    channels: channels.map((row) => ({ channel: row.channel, ...compared(row) })),
    allChannels: compared(allChannels),
  };
}

function daysJson({ fromDay, toDay }: DayRange): { from: string; to: string } {
  return { from: formatDay(fromDay), to: formatDay(toDay) };
}
