import { Group, NativeSelect, SimpleGrid, Skeleton, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { got } from '../../api/client.ts';
import { StatTile } from '../../parts/stat-tile.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { useApi, useFormats } from '../../session/admin.tsx';
import { Bars } from './bars.tsx';
import { FlowsCard } from './flows-card.tsx';
import classes from './loyalty.module.css';
import { type Liability, versionsNow } from './loyalty.ts';
import { useTexts } from './texts.ts';
import { useProgramme } from './use-programme.ts';

/** Points of all customers: what they are worth, where they go, when they are lost. */
export function Figures() {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const [params, setParams] = useSearchParams();
  const { data: list } = useProgramme();
  const programme = list && (versionsNow(list).now ?? list.versions[0])?.programme;
  const chosen = params.get('currency') ?? undefined;
  const currency = programme?.currencies.some(({ id }) => id === chosen) ? chosen : undefined;
  const query = currency === undefined ? {} : { currency };
  const liability = useQuery({
    queryKey: ['loyalty', 'liability', currency ?? ''],
    queryFn: ({ signal }) => got(api.GET('/api/v1/loyalty/liability', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  const { data } = liability;
  return (
    <>
      {programme && programme.currencies.length > 1 && (
        <Group>
          <NativeSelect
            label={t('currency')}
            value={currency ?? programme.spends}
            data={programme.currencies.map(({ id, name }) => ({ value: id, label: name[f.locale] }))}
            onChange={(event) => setParams({ currency: event.currentTarget.value }, { replace: true })}
          />
        </Group>
      )}
      {liability.error && !data ? (
        <ErrorState error={liability.error} retry={() => void liability.refetch()} />
      ) : (
        <Tiles liability={data} paying={currency === undefined || currency === programme?.spends} />
      )}
      <FlowsCard currency={currency} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        {data ? (
          <>
            <Bars
              title={t('tiers')}
              nameHeading={t('tier')}
              valueHeading={t('customers')}
              rows={data.tiers.map(({ level, name, customers }) => ({
                key: level,
                name: name[f.locale],
                value: customers,
              }))}
              empty={t('tiersNone')}
            />
            <Bars
              title={t('expiring')}
              nameHeading={t('month')}
              valueHeading={t('points')}
              rows={data.expiring
                .filter(({ points }) => points > 0)
                .map(({ month, points }) => ({ key: month, name: f.month(month), value: points }))}
              empty={t('expiringNone')}
            />
          </>
        ) : (
          !liability.error && (
            <>
              <Skeleton height={220} />
              <Skeleton height={220} />
            </>
          )
        )}
      </SimpleGrid>
      {data && (
        <Text size="xs" c="dimmed">
          {t('asOf', { time: f.dateTime(data.at) })}
        </Text>
      )}
    </>
  );
}

function Tiles({ liability, paying }: { liability: Liability | undefined; paying: boolean }) {
  const t = useTexts();
  const f = useFormats();
  const number = (value: number | undefined) => (value === undefined ? undefined : f.number(value));
  return (
    <section className={classes['tiles']} aria-label={t('liabilityTiles')}>
      {paying && (
        <StatTile
          label={t('liability')}
          value={liability && f.money(liability.liabilityMinor, liability.moneyCurrency)}
          hint={t('liabilityMeans')}
        />
      )}
      <StatTile label={t('available')} value={number(liability?.available)} hint={t('availableMeans')} />
      <StatTile label={t('pending')} value={number(liability?.pending)} hint={t('pendingMeans')} />
      <StatTile label={t('held')} value={number(liability?.held)} hint={t('heldMeans')} />
      <StatTile label={t('owed')} value={number(liability && Math.abs(liability.owed))} hint={t('owedMeans')} />
      <StatTile label={t('members')} value={number(liability?.customers)} hint={t('membersMeans')} />
    </section>
  );
}
