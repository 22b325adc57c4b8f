import { Badge, Group, Paper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { got } from '../../../api/client.ts';
import { ErrorState } from '../../../parts/states.tsx';
import { useApi, useFormats } from '../../../session/admin.tsx';
import classes from '../customer.module.css';
import { customerKey } from '../customer.ts';
import { LinesSkeleton } from '../skeleton.tsx';
import { dayEnd } from './day-end.ts';
import { type Statement, useWords } from './points.ts';
import { useTexts } from './texts.ts';
import { usePointsText } from './use-amounts.ts';

/** What stood booked at the end of a day; of today, now. */
export function AsOf({ id, day }: { id: string; day: string }) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const isToday = day >= f.dayOf(Date.now());
  const asOf = dayEnd(day, f.timeZone);
  const { data, error, refetch } = useQuery({
    queryKey: customerKey(id, 'statement', isToday ? 'now' : asOf),
    queryFn: ({ signal }) => {
      const params = { path: { id }, query: isToday ? {} : { asOf } };
      return got(api.GET('/api/v1/customers/{id}/loyalty/statement', { params, signal }));
    },
  });
  return (
    <Paper component="section" aria-labelledby="as-of-heading">
      <Title order={2} id="as-of-heading" mb="xs">
        {t('asOfTitle', { time: f.dateTime(data?.asOf ?? asOf) })}
      </Title>
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : data ? (
        <Booked statement={data} />
      ) : (
        <LinesSkeleton lines={4} />
      )}
    </Paper>
  );
}

const KINDS = ['available', 'pending', 'held', 'owed'] as const;

function Booked({ statement: { balances, lots, level, chain } }: { statement: Statement }) {
  const t = useTexts();
  const f = useFormats();
  const words = useWords();
  const pointsText = usePointsText();
  if (chain.postings === 0) return <Text size="sm">{t('asOfNothing')}</Text>;
  return (
    <>
      {level && <Badge mb="xs">{words(level.name)}</Badge>}
      {balances.map((balance) => (
        <dl key={balance.currency} className={classes['facts']}>
          {KINDS.filter((kind) => kind === 'available' || balance[kind] !== 0).map((kind) => (
            <FactLine
              key={kind}
              label={balances.length > 1 ? `${words(balance.name)}: ${t(kind)}` : t(kind)}
              value={f.number(balance[kind])}
            />
          ))}
        </dl>
      ))}
      {lots.length > 0 && (
        <>
          <Title order={3} size="sm" mt="sm" mb={4} id="lots-heading">
            {t('lots')}
          </Title>
          <ul className={classes['plain']} aria-labelledby="lots-heading">
            {lots.map(({ id, available, pending, held, lastDay, order }) => (
              <Group key={id} component="li" justify="space-between" gap="xs" py={2}>
                <Text size="sm" component="span">
                  {pointsText(available + pending + held)}
                  {order && ` · ${t('lotOf', { number: order.number ?? order.id })}`}
                </Text>
                <Text size="xs" c="dimmed" component="span">
                  {lastDay === null ? t('lotForever') : t('lotExpires', { date: f.day(lastDay) })}
                </Text>
              </Group>
            ))}
          </ul>
        </>
      )}
      <Text size="xs" c="dimmed" mt="xs">
        {t('asOfChain', { count: chain.postings })}
      </Text>
    </>
  );
}

function FactLine({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}
