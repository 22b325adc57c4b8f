import { NativeSelect, SegmentedControl, Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { channelName } from './channel-name.ts';
import classes from './overview.module.css';
import { PERIODS, type PeriodName, stepsOf, type View } from './period.ts';
import { useTexts } from './texts.ts';

const CustomDays = lazy(async () => ({ default: (await import('./custom-days.tsx')).CustomDays }));
const STEP_TEXT = { day: 'byDay', week: 'byWeek', month: 'byMonth' } as const;

interface Props {
  readonly view: View;
  readonly today: string;
  /** Undefined until they are known. */
  readonly channels: readonly string[] | undefined;
  onChange(change: Partial<View>): void;
}

/** Which days, by what step, through which channel. */
export function Filters({ view, today, channels, onChange }: Props) {
  const t = useTexts();
  const steps = stepsOf(view);
  const named = view.channel === null ? [] : [view.channel];
  const known = channels && [...new Set([...channels, ...named])];
  return (
    <div className={classes['filters']}>
      <NativeSelect
        aria-label={t('period')}
        value={view.period}
        data={PERIODS.map((value) => ({ value, label: t(value) }))}
        onChange={({ currentTarget }) => {
          const period = currentTarget.value as PeriodName;
          // The days that are shown are where choosing others begins.
          onChange(period === 'custom' ? { period, from: view.from, to: view.to } : { period });
        }}
      />
      {view.period === 'custom' && (
        <Suspense fallback={<Skeleton height={36} width={230} />}>
          <CustomDays days={view} today={today} onChange={(days) => onChange({ period: 'custom', ...days })} />
        </Suspense>
      )}
      {!known && <Skeleton height={36} width={130} />}
      {known && known.length > 1 && (
        <NativeSelect
          aria-label={t('channel')}
          value={view.channel ?? ''}
          data={[
            { value: '', label: t('allChannels') },
            ...known.map((value) => ({ value, label: channelName(value, t) })),
          ]}
          onChange={({ currentTarget }) => onChange({ channel: currentTarget.value || null })}
        />
      )}
      {steps.length > 1 && (
        <SegmentedControl
          aria-label={t('by')}
          value={view.by}
          data={steps.map((value) => ({ value, label: t(STEP_TEXT[value]) }))}
          onChange={(by) => onChange({ by })}
        />
      )}
    </div>
  );
}
