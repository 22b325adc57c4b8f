import { ActionIcon, Button, Checkbox, Group, Popover, Stack, Text } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconColumns3 } from '@tabler/icons-react';
import type { Column } from '../../parts/data-table.tsx';
import { DEFAULT_COLUMNS } from './columns.tsx';
import type { Listed } from './list.ts';
import { useTexts } from './texts.ts';

interface Props {
  readonly columns: readonly Column<Listed>[];
  /** Ids of those that are shown, in order. */
  readonly shown: readonly string[];
  /** Of those that are shown by then: one click may follow another before it is drawn. */
  onChange(change: (shown: readonly string[]) => readonly string[]): void;
}

/** Which columns, and in what order. The name stays: a row has to say whose it is. */
export function ColumnChooser({ columns, shown, onChange }: Props) {
  const t = useTexts();
  const hidden = columns.filter(({ id }) => !shown.includes(id)).map(({ id }) => id);
  const headerOf = (id: string) => columns.find((column) => column.id === id)?.header ?? id;
  const without = (ids: readonly string[], id: string) => ids.filter((other) => other !== id);
  const move = (id: string, by: number) =>
    onChange((ids) => without(ids, id).toSpliced(Math.max(0, ids.indexOf(id) + by), 0, id));
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />}>
          {t('columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={4}>
          <Text size="xs" c="dimmed">
            {t('columnsTitle')}
          </Text>
          {[...shown, ...hidden].map((id) => (
            <Group key={id} gap={4} wrap="nowrap" justify="space-between" miw={230} mih={28}>
              <Checkbox
                size="sm"
                label={headerOf(id)}
                checked={shown.includes(id)}
                disabled={id === 'name'}
                onChange={(event) => {
                  const isShown = event.currentTarget.checked;
                  onChange((ids) => (isShown ? [...without(ids, id), id] : without(ids, id)));
                }}
              />
              {shown.includes(id) && (
                <Group gap={2} wrap="nowrap">
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('moveUp', { column: headerOf(id) })}
                    disabled={shown[0] === id}
                    onClick={() => move(id, -1)}
                  >
                    <IconChevronUp size={16} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('moveDown', { column: headerOf(id) })}
                    disabled={shown.at(-1) === id}
                    onClick={() => move(id, 1)}
                  >
                    <IconChevronDown size={16} aria-hidden />
                  </ActionIcon>
                </Group>
              )}
            </Group>
          ))}
          <Button variant="subtle" size="compact-sm" onClick={() => onChange(() => DEFAULT_COLUMNS)}>
            {t('resetColumns')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
