import { Button, Group, Paper, Skeleton, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../api/client.ts';
import { ErrorState } from '../../parts/states.tsx';
import { useApi, useFormats } from '../../session/admin.tsx';
import classes from './rate.module.css';
import { useTexts } from './texts.ts';

const MINUTE_MS = 60_000;

/** How many came in each minute of the last hour: sixty bars, and the table behind them. */
export function Rate() {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const [isTable, setTable] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['deliveries', 'rate'],
    queryFn: ({ signal }) => got(api.GET('/api/v1/deliveries/rate', { signal })),
    refetchInterval: MINUTE_MS,
  });
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  const total = data?.perMinute.reduce((sum, count) => sum + count, 0) ?? 0;
  const peak = Math.max(1, ...(data?.perMinute ?? []));
  const timeOf = (minute: number) => f.time(new Date(Date.parse(data?.from ?? '') + minute * MINUTE_MS).toISOString());
  const words = `${t('rateTotal', { count: total, formatted: f.number(total) })}, ${t('ratePeak', { count: total === 0 ? 0 : peak })}`;
  return (
    <Paper component="section" aria-label={t('rate')}>
      <Group justify="space-between" gap="xs" mb="xs">
        <div>
          <Title order={2}>{t('rate')}</Title>
          <Text size="xs" c="dimmed" component="div" mih={18}>
            {data ? words : <Skeleton height={10} width={160} mt={4} />}
          </Text>
        </div>
        <Button variant="subtle" size="compact-sm" aria-expanded={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? t('rateHide') : t('rateTable')}
        </Button>
      </Group>
      <div className={classes['bars']} role="img" aria-label={`${t('rate')}: ${words}`}>
        {(data?.perMinute ?? new Array<number>(60).fill(0)).map((count, minute) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a minute is what its place says
            key={minute}
            title={data ? `${timeOf(minute)}: ${f.number(count)}` : undefined}
            style={{ height: `${(count / peak) * 100}%` }}
          />
        ))}
      </div>
      {isTable && data && (
        <Table mt="sm" w="auto">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('minute')}</Table.Th>
              <Table.Th ta="end">{t('received')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.perMinute.map((count, minute) =>
              count === 0 ? null : (
                // biome-ignore lint/suspicious/noArrayIndexKey: a minute is what its place says
                <Table.Tr key={minute}>
                  <Table.Td>{timeOf(minute)}</Table.Td>
                  <Table.Td ta="end">{f.number(count)}</Table.Td>
                </Table.Tr>
              ),
            )}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}
