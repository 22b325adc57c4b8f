import { NativeSelect, Stack, Text } from '@mantine/core';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { useFormats } from '../../../session/admin.tsx';
import type { Chosen, Line } from './many.ts';
import { useTexts } from './texts.ts';

interface Props {
  readonly lines: readonly Line[];
  readonly as: 'pin' | 'ban';
  readonly chosen: Chosen;
  /** An empty id leaves the line out. */
  onChoose(line: number, id: string): void;
}

/** Each line with whom it means; where it may mean several, one is chosen there. */
export function ManyRows({ lines, as, chosen, onChoose }: Props) {
  const t = useTexts();
  const f = useFormats();
  const personText = ({ name, phone }: NonNullable<Line['customer']>) =>
    [name ?? t('noName'), phone].filter((part) => part !== null).join(' · ');
  const who = ({ line, text, customer, candidates }: Line) =>
    customer ? (
      personText(customer)
    ) : candidates.length > 0 ? (
      <NativeSelect
        size="xs"
        aria-label={t('chooseFor', { line: f.number(line), text })}
        value={chosen[line] ?? ''}
        onChange={(event) => onChoose(line, event.currentTarget.value)}
        data={[
          { value: '', label: chosen[line] === undefined ? t('choose') : t('leaveOut') },
          ...candidates.map((one) => ({ value: one.id, label: personText(one) })),
        ]}
      />
    ) : (
      f.number(null)
    );
  const outcome = ({ line, outcome: of, message }: Line) => {
    const isSettled = of === 'found' || (of === 'ambiguous' && (chosen[line] ?? '') !== '');
    const text = isSettled ? t(as === 'ban' ? 'willBan' : 'willAdd') : (message?.[f.locale] ?? '');
    return (
      <Text
        size="sm"
        component="span"
        title={text}
        {...(isSettled || of === 'twice' ? {} : { c: 'var(--mantine-color-error)' })}
      >
        {text}
      </Text>
    );
  };
  const columns: Column<Line>[] = [
    { id: 'line', header: t('line'), width: '56px', align: 'end', cell: ({ line }) => f.number(line) },
    { id: 'text', header: t('written'), width: 'minmax(140px, 1.4fr)', cell: ({ text }) => text },
    { id: 'customer', header: t('customer'), width: 'minmax(200px, 2fr)', cell: who },
    { id: 'outcome', header: t('outcome'), width: 'minmax(180px, 1.6fr)', cell: outcome },
  ];
  return (
    <DataTable
      name={t('lines')}
      columns={columns}
      rows={lines}
      total={lines.length}
      rowKey={({ line }) => String(line)}
      cardHeight={92}
      card={(line) => (
        <Stack gap={2}>
          <Text size="xs" c="dimmed" truncate>
            {t('lineOf', { line: f.number(line.line), text: line.text })}
          </Text>
          <Text size="sm" fw={500} truncate component="div">
            {who(line)}
          </Text>
          <Text size="xs" component="div" truncate>
            {outcome(line)}
          </Text>
        </Stack>
      )}
      empty={null}
    />
  );
}
