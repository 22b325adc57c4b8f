import type { ReactNode } from 'react';
import { ChartCard } from '../../parts/charts/chart-card.tsx';
import { ChartTable } from '../../parts/charts/chart-table.tsx';
import type { Series } from '../../parts/charts/series.ts';
import { useFormats } from '../../session/admin.tsx';
import { colourClass, LabelMark } from './label-mark.tsx';
import classes from './rfm.module.css';
import type { Distribution, LabelCount } from './rfm.ts';
import { useTexts } from './texts.ts';

/** How many customers each label has. Bars lie, because names of labels are longer than a bar that stands is wide. */
export function LabelsChart({ distribution, controls }: { distribution: Distribution; controls: ReactNode }) {
  const t = useTexts();
  const f = useFormats();
  const { labels } = distribution;
  const columns: Series<LabelCount>[] = [
    { key: 'customers', name: t('customers'), value: (one) => one.customers, shown: (one) => f.number(one.customers) },
    { key: 'share', name: t('share'), value: (one) => one.share, shown: (one) => f.percent(one.share, 1) },
    { key: 'spent', name: t('spent'), value: (one) => one.spentMinor, shown: (one) => f.money(one.spentMinor) },
  ];
  return (
    <ChartCard
      title={t('groups')}
      controls={controls}
      chart={<Bars labels={labels} />}
      table={
        <ChartTable
          label={t('groupsTable')}
          heading={t('group')}
          columns={columns}
          rows={labels.map((row) => ({ key: row.label, name: row.name[f.locale], row }))}
        />
      }
    />
  );
}

function Bars({ labels }: { labels: readonly LabelCount[] }) {
  const t = useTexts();
  const f = useFormats();
  const most = Math.max(1, ...labels.map(({ customers }) => customers));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <ul className={classes['bars']} aria-label={t('groups')} tabIndex={0}>
      {labels.map(({ label, name, color, customers, share, spentMinor }) => (
        <li key={label}>
          <LabelMark colour={color}>{name[f.locale]}</LabelMark>
          <span className={`${classes['track']} ${colourClass(color)}`} aria-hidden>
            <span
              className={classes['bar']}
              data-none={customers === 0}
              style={{ width: `${(100 * customers) / most}%` }}
            />
          </span>
          <span className={classes['figures']}>
            {t('figures', {
              customers: f.number(customers),
              share: f.percent(share),
              spent: f.moneyShort(spentMinor),
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}
