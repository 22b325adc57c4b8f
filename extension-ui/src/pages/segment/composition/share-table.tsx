import { Button, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useFormats } from '../../../session/admin.tsx';
import type { Compared, Share } from './compared.ts';
import { kindsIn } from './compared.ts';
import classes from './composition.module.css';
import { useTexts } from './texts.ts';

const ROWS_FIRST = 12;
const CHANNELS = { pos: 'pos', web: 'web', 'rest-api': 'api' } as const;

/** A line for each kind of member with its bar, and a column for each segment: a table that is its own chart. */
export function ShareTable({ compared: { by, items } }: { compared: Compared }) {
  const t = useTexts();
  const f = useFormats();
  const [isWhole, setWhole] = useState(false);
  const kinds = kindsIn(items);
  const rows = isWhole ? kinds : kinds.slice(0, ROWS_FIRST);
  const nameOf = ({ key, name }: Share) => {
    const channel = by === 'channel' && CHANNELS[key as keyof typeof CHANNELS];
    return channel ? t(channel) : name[f.locale];
  };
  const label = t('table', { by: t(by).toLocaleLowerCase(f.locale) });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className={classes['scroll']} tabIndex={0} aria-label={label} data-scrolls>
      <Table
        layout="fixed"
        miw={110 + 116 * items.length}
        verticalSpacing={6}
        horizontalSpacing="xs"
        fz="sm"
        tabularNums
        aria-label={label}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t(by)}</Table.Th>
            {items.map(({ id, name, size }) => (
              <Table.Th key={id} scope="col">
                {name}
                <Text size="xs" c="dimmed" fw={400}>
                  {t('members', { count: f.number(size) })}
                </Text>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((kind) => (
            <Table.Tr key={kind.key}>
              <Table.Th scope="row" fw={400} className={classes['name'] ?? ''}>
                {nameOf(kind)}
              </Table.Th>
              {items.map(({ id, shares }) => {
                const found = shares.find(({ key }) => key === kind.key);
                const share = found?.share ?? 0;
                return (
                  <Table.Td key={id}>
                    {t('share', { percent: f.percent(share, 1), count: f.number(found?.customers ?? 0) })}
                    <span className={classes['bar']} style={{ width: `${Math.min(100, share * 100)}%` }} aria-hidden />
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {rows.length < kinds.length && (
        <Button variant="subtle" size="compact-sm" mt="xs" onClick={() => setWhole(true)}>
          {t('showAll', { count: kinds.length })}
        </Button>
      )}
    </section>
  );
}
