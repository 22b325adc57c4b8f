import { NativeSelect } from '@mantine/core';
import { DayInput } from '../../../parts/day-input.tsx';
import { useFormats } from '../../../session/admin.tsx';
import classes from '../loyalty.module.css';
import type { Programme, Reason } from '../loyalty.ts';
import { useTexts } from './texts.ts';

/** Every reason there is, in the order of a ledger's life. */
const REASONS = [
  'earned',
  'reversed',
  'matured',
  'deferred',
  'revived',
  'held',
  'let_go',
  'redeemed',
  'returned',
  'expired',
  'adjusted',
  'opened',
  'covered',
  'written_off',
  'recovered',
  'merged',
  'unmerged',
] as const satisfies readonly Reason[];

export interface LedgerFilter {
  readonly from: string | null;
  readonly to: string | null;
  readonly reason: Reason | null;
  readonly currency: string | null;
}

export function isReason(text: string | null): text is Reason {
  return REASONS.some((reason) => reason === text);
}

export function Filters(props: {
  filter: LedgerFilter;
  currencies: Programme['currencies'];
  onChange: (name: keyof LedgerFilter, value: string | null) => void;
}) {
  const { filter, currencies, onChange } = props;
  const t = useTexts();
  const { locale } = useFormats();
  const isBackwards = filter.from !== null && filter.to !== null && filter.to < filter.from;
  return (
    <div className={classes['filters']}>
      <DayInput label={t('from')} value={filter.from} clearable onChange={(day) => onChange('from', day)} />
      <DayInput
        label={t('to')}
        value={filter.to}
        clearable
        error={isBackwards && t('wrongOrder')}
        onChange={(day) => onChange('to', day)}
      />
      <NativeSelect
        label={t('reason')}
        value={filter.reason ?? ''}
        data={[
          { value: '', label: t('anyReason') },
          ...REASONS.map((value) => ({ value, label: t(`reason_${value}`) })),
        ]}
        onChange={(event) => onChange('reason', event.currentTarget.value || null)}
      />
      {currencies.length > 1 && (
        <NativeSelect
          label={t('currency')}
          value={filter.currency ?? ''}
          data={currencies.map(({ id, name }) => ({ value: id, label: name[locale] }))}
          onChange={(event) => onChange('currency', event.currentTarget.value || null)}
        />
      )}
    </div>
  );
}
