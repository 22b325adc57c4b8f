import { Alert, Button, Group, Select, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { DayInput } from '../../../parts/day-input.tsx';
import { useFormats } from '../../../session/admin.tsx';
import { useProgramme } from '../../loyalty/use-programme.ts';
import { dayEnd } from './day-end.ts';
import { type Points, useWords } from './points.ts';
import { useTexts } from './texts.ts';
import { usePins } from './use-pins.ts';

interface Props {
  readonly customerId: string;
  readonly points: Points;
  onClose(): void;
}

/** Which tier, why, and until when. */
export function PinForm({ customerId, points, onClose }: Props) {
  const t = useTexts();
  const f = useFormats();
  const levels = useLevels();
  const { set: setPin, isBusy, error } = usePins(customerId);
  const [given, setGiven] = useState({ level: null as string | null, reason: '', lastDay: null as string | null });
  const [isTried, setTried] = useState(false);
  const set = (change: Partial<typeof given>) => setGiven({ ...given, ...change });
  const isPast = given.lastDay !== null && given.lastDay < f.dayOf(Date.now());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const { level, lastDay } = given;
    const reason = given.reason.trim();
    if (level === null || reason === '' || isPast || isBusy) return;
    setPin({ level, reason, until: lastDay === null ? null : dayEnd(lastDay, f.timeZone) }, points.pin, onClose);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('pinBody')}
        </Text>
        <Select
          label={t('level')}
          data={levels}
          value={given.level}
          error={isTried && given.level === null && t('needLevel')}
          onChange={(level) => set({ level })}
          data-autofocus
        />
        <Textarea
          label={t('reason')}
          description={t('reasonHint')}
          autosize
          minRows={2}
          maxRows={5}
          maxLength={500}
          value={given.reason}
          error={isTried && given.reason.trim() === '' && t('needReason')}
          onChange={(event) => set({ reason: event.currentTarget.value })}
        />
        <DayInput
          label={t('until')}
          description={t('untilHint')}
          value={given.lastDay}
          error={isPast && t('pastDay')}
          onChange={(lastDay) => set({ lastDay })}
        />
        {error && (
          <Alert color="red" role="alert">
            {t('failed', { message: error.message })}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={isBusy}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The tiers of the programme in force. */
function useLevels(): { value: string; label: string }[] {
  const words = useWords();
  const { data } = useProgramme();
  const inForce = data?.versions.find(({ version }) => version === data.current);
  return inForce?.programme.tiers.levels.map(({ id, name }) => ({ value: id, label: words(name) })) ?? [];
}
