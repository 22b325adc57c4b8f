import { Table, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useFormats } from '../../../session/admin.tsx';
import { LabelMark } from '../label-mark.tsx';
import type { Matrix, Move } from '../rfm.ts';
import { useTexts } from '../texts.ts';
import classes from './moves.module.css';
import { heatOf, margins, movesBy } from './moves.ts';

export interface MatrixProps {
  readonly matrix: Matrix;
  colourOf(label: string): string | undefined;
  onOpen(move: Move): void;
}

/** A row for each label at the first day, a column for each at the second. Each cell opens. */
export function MatrixTable({ matrix, colourOf, onOpen }: MatrixProps) {
  const t = useTexts();
  const f = useFormats();
  const { rows, columns } = margins(matrix);
  const moveOf = movesBy(matrix);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className={classes['matrix']} tabIndex={0} aria-label={t('matrix')} data-scrolls>
      <Table fz="sm" tabularNums aria-label={t('matrix')} withColumnBorders className={classes['table'] ?? ''}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('fromTo', { from: f.day(matrix.from), to: f.day(matrix.to) })}</Table.Th>
            {columns.map(({ label, name }) => (
              <Table.Th key={label} scope="col">
                <LabelMark colour={colourOf(label)}>{name[f.locale]}</LabelMark>
              </Table.Th>
            ))}
            <Table.Th scope="col" ta="end">
              {t('total')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.label}>
              <Table.Th scope="row">
                <LabelMark colour={colourOf(row.label)}>{row.name[f.locale]}</LabelMark>
              </Table.Th>
              {columns.map((column) => {
                const move = moveOf(row.label, column.label);
                return move ? (
                  <Table.Td
                    key={column.label}
                    p={0}
                    className={classes['cell'] ?? ''}
                    data-heat={heatOf(move.share)}
                    data-same={row.label === column.label}
                  >
                    <UnstyledButton
                      className={classes['open'] ?? ''}
                      aria-haspopup="dialog"
                      onClick={() => onOpen(move)}
                    >
                      <VisuallyHidden>
                        {t('moveSaid', { from: row.name[f.locale], to: column.name[f.locale] })}
                      </VisuallyHidden>{' '}
                      <b>{f.number(move.customers)}</b>
                      <span>{f.percent(move.share)}</span>
                      {move.spentMinor !== 0 && <span>{f.moneyShort(move.spentMinor)}</span>}
                    </UnstyledButton>
                  </Table.Td>
                ) : (
                  <Table.Td key={column.label} ta="end" c="dimmed">
                    {f.number(0)}
                  </Table.Td>
                );
              })}
              <Total of={row} />
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th scope="row">{t('total')}</Table.Th>
            {columns.map((column) => (
              <Total key={column.label} of={column} />
            ))}
            <Total of={matrix} />
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </section>
  );
}

function Total({ of }: { of: { readonly customers: number; readonly spentMinor: number } }) {
  const f = useFormats();
  return (
    <Table.Td ta="end">
      <b>{f.number(of.customers)}</b>
      <div className={classes['aside']}>{f.moneyShort(of.spentMinor)}</div>
    </Table.Td>
  );
}
