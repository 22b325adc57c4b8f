import { Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { useTexts as usePartTexts } from '../../../parts/texts.ts';
import { useCan, useFormats } from '../../../session/admin.tsx';
import { colourClass, LabelMark } from '../label-mark.tsx';
import type { Matrix, Move } from '../rfm.ts';
import { useTexts } from '../texts.ts';
import { useOpenAsSegment } from '../use-rfm.ts';
import classes from './moves.module.css';
import { nameIn } from './name-in.ts';

interface Props {
  readonly matrix: Matrix;
  readonly move: Move;
  colourOf(label: string): string | undefined;
  onClose(): void;
}

const WHYS = ['acted', 'timePassed', 'cutsMoved'] as const;

/** One move: how many made it, why, and the way to them. */
export function MoveDialog({ matrix, move, colourOf, onClose }: Props) {
  const t = useTexts();
  const f = useFormats();
  const parts = usePartTexts();
  const canWrite = useCan('segments:write');
  const open = useOpenAsSegment();
  const [from, to] = [nameIn(matrix, move.from, f.locale), nameIn(matrix, move.to, f.locale)];
  const isStay = move.from === move.to;
  return (
    <Modal
      opened
      onClose={onClose}
      title={isStay ? t('stayTitle', { name: from }) : t('moveTitle', { from, to })}
      closeButtonProps={{ 'aria-label': parts('close') }}
    >
      <Stack gap="sm">
        <Group gap="md" fz="sm">
          <LabelMark colour={colourOf(move.from)}>{f.day(matrix.from)}</LabelMark>
          <LabelMark colour={colourOf(move.to)}>{f.day(matrix.to)}</LabelMark>
        </Group>
        <Text size="sm">
          {t('moveFigures', {
            customers: f.number(move.customers),
            share: f.percent(move.share, 1),
            spent: f.money(move.spentMinor),
          })}
        </Text>
        <Table verticalSpacing={6} horizontalSpacing={4} fz="sm" tabularNums aria-label={t('why')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('why')}</Table.Th>
              <Table.Th scope="col" ta="end">
                {t('customers')}
              </Table.Th>
              <Table.Th scope="col" ta="end">
                {t('share')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {WHYS.map((why) => (
              <Table.Tr key={why}>
                <Table.Th scope="row" fw={400}>
                  {t(isStay && why === 'timePassed' ? 'why_nothing' : `why_${why}`)}
                  <span className={`${classes['whyBar']} ${colourClass(colourOf(move.to))}`} aria-hidden>
                    <span style={{ width: `${(100 * move.why[why]) / Math.max(1, move.customers)}%` }} />
                  </span>
                </Table.Th>
                <Table.Td ta="end">{f.number(move.why[why])}</Table.Td>
                <Table.Td ta="end">{f.percent(move.why[why] / Math.max(1, move.customers))}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {parts('close')}
          </Button>
          {canWrite && (
            <Button loading={open.isPending} onClick={() => open.mutate(move.definition)}>
              {t('open')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
