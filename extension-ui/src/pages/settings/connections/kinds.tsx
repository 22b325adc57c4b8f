import { Table } from '@mantine/core';
import { When } from '../../../parts/when.tsx';
import { useFormats } from '../../../session/admin.tsx';
import type { KindSeen } from './connection.ts';
import { useTexts } from './texts.ts';

export function Kinds({ kinds }: { kinds: readonly KindSeen[] }) {
  const t = useTexts();
  const f = useFormats();
  return (
    <Table verticalSpacing={6} maw={520} aria-label={t('kinds')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('kind')}</Table.Th>
          <Table.Th>{t('lastAt')}</Table.Th>
          <Table.Th ta="end">{t('dayCount')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {kinds.map(({ kind, lastAt, lastDay }) => (
          <Table.Tr key={kind}>
            <Table.Td>{t(kind)}</Table.Td>
            <Table.Td>{lastAt ? <When time={lastAt} /> : t('never')}</Table.Td>
            <Table.Td ta="end">{f.number(lastDay)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
