import { Paper, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useCan, useFormats } from '../../session/admin.tsx';
import { type OneDelivery, PLATFORM_NAMES } from './delivery.ts';
import { useTexts } from './texts.ts';

/** What is known of a delivery, by name. */
export function Facts({ delivery }: { delivery: OneDelivery }) {
  const t = useTexts();
  const f = useFormats();
  const canSee = useCan('customers:read');
  const rows: [string, ReactNode][] = [
    [t('platform'), `${PLATFORM_NAMES[delivery.platform]} · ${delivery.connection}`],
    [t('entity'), delivery.entity],
    [t('receivedAt'), f.dateTime(delivery.receivedAt)],
    [t('sentAt'), delivery.sentAt && f.dateTime(delivery.sentAt)],
    [t('doneAt'), delivery.doneAt && f.dateTime(delivery.doneAt)],
    [t('attempts'), delivery.attempts > 0 ? f.number(delivery.attempts) : null],
    [t('note'), delivery.note],
    [
      t('customers'),
      canSee && delivery.customers.length > 0
        ? delivery.customers.map((id) => (
            <div key={id}>
              <Link to={`/customers/${id}`}>{t('customer', { id })}</Link>
            </div>
          ))
        : null,
    ],
  ];
  return (
    <Paper p={0}>
      <Table layout="fixed">
        <Table.Tbody>
          {rows
            .filter(([, value]) => value !== null && value !== '')
            .map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Th w="40%" fw={500}>
                  {name}
                </Table.Th>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
