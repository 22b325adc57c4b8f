import { ActionIcon, Button, Group, TextInput } from '@mantine/core';
import { IconBookmarkPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { fold } from '../../../format/fold.ts';
import { useToast } from '../../../parts/toast.tsx';
import { BUYING, CONTACT, type ColumnId, type ColumnSet, SETS_MAX, useExportSets } from './export-sets.ts';
import { useTexts } from './texts.ts';

interface Props {
  readonly columns: readonly ColumnId[];
  onChange(columns: readonly ColumnId[]): void;
}

/** Sets of columns to choose in one press: two that most want, and one's own. */
export function SetChooser({ columns, onChange }: Props) {
  const t = useTexts();
  const toast = useToast();
  const { preferences, keep } = useExportSets();
  const sets = preferences.sets ?? [];
  const [name, setName] = useState<string | null>(null);
  const [isTaken, setTaken] = useState(false);
  const isChosen = (set: readonly ColumnId[]) => [...set].sort().join() === [...columns].sort().join();
  const own = sets.find((set) => isChosen(set.columns));
  const all: readonly ColumnSet[] = [
    { name: t('setContact'), columns: CONTACT },
    { name: t('setBuying'), columns: BUYING },
    ...sets,
  ];
  const remove = (set: ColumnSet) => {
    keep({ sets: sets.filter((one) => one !== set) });
    toast.done(t('setDeleted', { name: set.name }), () => keep({ sets }));
  };
  const save = () => {
    const called = name?.trim() ?? '';
    if (called === '') return;
    if (all.some((set) => fold(set.name) === fold(called))) return setTaken(true);
    keep({ sets: [...sets, { name: called, columns }] });
    toast.done(t('setSaved', { name: called }));
    setName(null);
  };
  return (
    <>
      <Group gap={6} role="group" aria-label={t('sets')}>
        {all.map((set) => (
          <Button
            key={set.name}
            variant={isChosen(set.columns) ? 'light' : 'default'}
            size="compact-sm"
            aria-pressed={isChosen(set.columns)}
            maw={200}
            onClick={() => onChange(set.columns)}
          >
            {set.name}
          </Button>
        ))}
        {own && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('setDelete', { name: own.name })}
            onClick={() => remove(own)}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        )}
        {name === null && columns.length > 0 && sets.length < SETS_MAX && !all.some((set) => isChosen(set.columns)) && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconBookmarkPlus size={14} aria-hidden />}
            onClick={() => setName('')}
          >
            {t('saveSet')}
          </Button>
        )}
      </Group>
      {name !== null && (
        <Group gap="xs" align="flex-end">
          <TextInput
            label={t('setName')}
            maxLength={60}
            autoFocus
            value={name}
            error={isTaken && t('setTaken')}
            onChange={(event) => {
              setName(event.currentTarget.value);
              setTaken(false);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              // Enter saves the set; the export begins by its own button.
              event.preventDefault();
              save();
            }}
            style={{ flex: 1 }}
          />
          <Button variant="default" onClick={save}>
            {t('setSave')}
          </Button>
        </Group>
      )}
    </>
  );
}
