import { Alert, Button, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { dayStart, nextDay } from '../../../format/day-start.ts';
import { DayInput } from '../../../parts/day-input.tsx';
import { useTexts as usePartTexts } from '../../../parts/texts.ts';
import { useFormats } from '../../../session/admin.tsx';
import type { Words } from '../loyalty.ts';
import { Changes } from './changes.tsx';
import classes from './editor.module.css';
import type { Difference } from './facts.ts';
import { useTexts } from './texts.ts';

type When = 'now' | 'since' | 'later';

interface Props {
  readonly isFirst: boolean;
  /** From the version before; null for the first. */
  readonly changes: readonly Difference[] | null;
  readonly warnings: readonly Words[];
  readonly isBusy: boolean;
  /** Why the last try was refused. */
  readonly refused: string | null;
  onClose(): void;
  onPublish(given: { from?: string; note?: string }): void;
}

/** From when the version counts, what that means for points that were given, and a note for whoever reads the history. */
export function PublishDialog({ isFirst, changes, warnings, isBusy, refused, onClose, onPublish }: Props) {
  const t = useTexts();
  const parts = usePartTexts();
  const f = useFormats();
  const today = f.dayOf(Date.now());
  const [when, setWhen] = useState<When>('now');
  const [since, setSince] = useState<string | null>(`${today.slice(0, 4)}-01-01`);
  const [later, setLater] = useState<string | null>(nextDay(today));
  const [note, setNote] = useState('');
  const day = when === 'since' ? since : when === 'later' ? later : null;
  const publish = () => {
    if (when !== 'now' && day === null) return;
    onPublish({
      ...(day === null ? {} : { from: dayStart(day, f.timeZone) }),
      ...(note.trim() ? { note: note.trim() } : {}),
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(isFirst ? 'publishFirst' : 'publish')}
      closeButtonProps={{ 'aria-label': parts('close') }}
    >
      <Stack gap="md">
        <Radio.Group label={t('when')} value={when} onChange={(value) => setWhen(value)}>
          <Stack gap="xs" mt={6}>
            <Radio
              value="now"
              label={t('whenNow')}
              description={t(isFirst ? 'whenNowFirst' : 'whenNowMeans')}
              data-autofocus
            />
            {isFirst && <Radio value="since" label={t('whenSince')} description={t('whenSinceMeans')} />}
            {when === 'since' && (
              <DayInput aria-label={t('whenSince')} value={since} maxDate={today} onChange={setSince} w={180} ml={28} />
            )}
            <Radio value="later" label={t('whenLater')} description={t('whenLaterMeans')} />
            {when === 'later' && (
              <DayInput
                aria-label={t('whenLater')}
                value={later}
                minDate={nextDay(today)}
                onChange={setLater}
                w={180}
                ml={28}
              />
            )}
          </Stack>
        </Radio.Group>
        {changes && (
          <div>
            <Text size="sm" fw={600} mb={4}>
              {t('changes')}
            </Text>
            <Changes changes={changes} />
          </div>
        )}
        {warnings.length > 0 && (
          <Alert color="orange" p="xs" title={t('warnings')}>
            <ul className={classes['changes']}>
              {warnings.map((warning) => (
                <li key={warning.en}>{warning[f.locale]}</li>
              ))}
            </ul>
          </Alert>
        )}
        <Textarea
          label={t('note')}
          description={t('noteMeans')}
          maxLength={500}
          autosize
          minRows={2}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          {t(isFirst ? 'publishMeansFirst' : 'publishMeans')}
        </Text>
        <div role="alert">
          {refused && (
            <Alert color="red" p="xs">
              {refused}
            </Alert>
          )}
        </div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {parts('cancel')}
          </Button>
          <Button loading={isBusy} disabled={when !== 'now' && day === null} onClick={publish}>
            {t('publishDo')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
