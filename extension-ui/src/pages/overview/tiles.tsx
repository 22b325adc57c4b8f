import { Text, Tooltip } from '@mantine/core';
import { IconArrowDownRight, IconArrowUpRight, IconEqual } from '@tabler/icons-react';
import { StatTile } from '../../parts/stat-tile.tsx';
import { useFormats } from '../../session/admin.tsx';
import { type Change, changeOf } from './change.ts';
import classes from './overview.module.css';
import { useTexts } from './texts.ts';
import type { Figures, Overview } from './use-figures.ts';

/** The figures of the period, each with how it stands beside the period before. */
export function Tiles({ overview }: { overview: Overview }) {
  const t = useTexts();
  const f = useFormats();
  const now = overview.period.totals;
  const before = overview.before.totals;
  const rate = (value: number | null) => f.percent(value, 1);
  const tile = (name: TileName, show: (value: number | null) => string, short = show, note?: string) => {
    const field = FIELDS[name];
    const change = changeOf(now[field], before[field], name === 'repeatRate');
    return (
      <StatTile
        key={name}
        label={<Label name={t(name)} means={t(`${name}Means`)} />}
        value={show(now[field])}
        hint={
          <>
            <ChangeText change={change} isPoints={name === 'repeatRate'} isNeutral={name === 'refunded'} />
            <div>{note ?? t('before', { value: short(before[field]) })}</div>
          </>
        }
      />
    );
  };
  const shortMoney = (value: number | null) => (value === null ? f.money(null) : f.moneyShort(value));
  return (
    <section className={classes['tiles']} aria-label={t('figures')}>
      {tile('revenue', f.money, shortMoney)}
      {tile('orders', f.number)}
      {tile('average', f.money, shortMoney)}
      {tile('refunded', f.money, shortMoney)}
      {tile(
        'customers',
        f.number,
        f.number,
        t('newcomers', { count: now.newCustomers, value: f.number(now.newCustomers) }),
      )}
      {tile('buyers', f.number)}
      {tile('newBuyers', f.number)}
      {tile('repeatRate', rate)}
    </section>
  );
}

const FIELDS = {
  revenue: 'revenueMinor',
  orders: 'orders',
  average: 'averageOrderMinor',
  refunded: 'refundedMinor',
  customers: 'customers',
  buyers: 'buyers',
  newBuyers: 'newBuyers',
  repeatRate: 'repeatRate',
} as const satisfies Record<string, keyof Figures>;
export type TileName = keyof typeof FIELDS;

/** The name of a figure; what it means, on hover, focus and touch. */
function Label({ name, means }: { name: string; means: string }) {
  return (
    <Tooltip label={means} multiline w={280} withinPortal={false}>
      <button type="button" className={classes['label']}>
        {name}
      </button>
    </Tooltip>
  );
}

/** Arrow and words, so that nobody has to tell the colours apart. */
export function ChangeText(props: { change: Change; isPoints?: boolean; isNeutral?: boolean }) {
  const { change, isPoints = false, isNeutral = false } = props;
  const t = useTexts();
  const f = useFormats();
  const { kind } = change;
  if (kind === 'none') return <div>{f.number(null)}</div>;
  const by = isPoints ? t('points', { by: f.number(Math.round(change.by * 1000) / 10) }) : f.percent(change.by, 1);
  const Arrow = kind === 'down' ? IconArrowDownRight : kind === 'same' ? IconEqual : IconArrowUpRight;
  return (
    <Text span inherit className={classes['change']} data-kind={isNeutral ? 'same' : kind}>
      <Arrow size={14} aria-hidden />
      {t(kind === 'new' ? 'fresh' : kind, { by })}
    </Text>
  );
}
