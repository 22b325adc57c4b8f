import { StatTile } from '../../parts/stat-tile.tsx';
import { useFormats } from '../../session/admin.tsx';
import classes from './customer.module.css';
import type { Customer } from './customer.ts';
import { useTexts } from './texts.ts';

/** Lifetime figures, the same as segments decide by (V08–V10). */
export function Tiles({ customer }: { customer: Customer }) {
  const t = useTexts();
  const f = useFormats();
  const { stats, daysSinceLastOrder: days, debtMinor } = customer;
  const last =
    days === null
      ? t('neverBought')
      : days === 0
        ? t('today')
        : days === 1
          ? t('yesterday')
          : t('daysAgo', { count: days });
  return (
    <div className={classes['tiles']}>
      <StatTile label={t('spent')} value={f.money(stats.spentMinor)} hint={t('spentHint')} />
      <StatTile label={t('orderCount')} value={f.number(stats.orders)} hint={t('orderCountHint')} />
      <StatTile label={t('average')} value={f.money(stats.averageMinor)} hint={t('averageHint')} />
      <StatTile
        label={t('lastOrder')}
        value={last}
        hint={stats.lastOrderAt === null ? ' ' : f.date(stats.lastOrderAt)}
      />
      {debtMinor !== 0 && (
        <StatTile label={t(debtMinor > 0 ? 'debt' : 'credit')} value={f.money(Math.abs(debtMinor))} hint=" " />
      )}
    </div>
  );
}
