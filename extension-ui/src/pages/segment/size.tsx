import { Alert, Paper, Progress, Skeleton, Stack, Text } from '@mantine/core';
import { useFormats } from '../../session/admin.tsx';
import { AuditAlarm } from './audit-alarm.tsx';
import { CalledOff, CallOff } from './call-off.tsx';
import type { OneSegment } from './segment.ts';
import { useTexts } from './texts.ts';

/** How many, and how far the count of a newer version has come. */
export function Size({ segment }: { segment: OneSegment }) {
  const t = useTexts();
  const f = useFormats();
  const { size, computedAt, state, progress, version, shownVersion, timeDependent, error } = segment;
  const percent = f.percent(progress);
  return (
    <Paper>
      <Stack gap={6} aria-live="polite">
        <Text size="xl" fw={650} lh={1.3} component="div">
          {size === null && state === 'failed' ? (
            '–'
          ) : size === null ? (
            <Skeleton height={24} width={140} />
          ) : (
            t('members', { count: size, formatted: f.number(size) })
          )}
        </Text>
        {state === 'building' && (
          <>
            <Progress value={progress * 100} aria-label={t('building', { percent })} />
            <Text size="sm">
              {shownVersion > 0 && shownVersion !== version
                ? t('buildingNew', { version, percent, shown: shownVersion })
                : t('building', { percent })}
            </Text>
          </>
        )}
        {state === 'queued' && <Text size="sm">{t('queued')}</Text>}
        {(state === 'queued' || state === 'building') && <CallOff segment={segment} />}
        {state === 'failed' &&
          (error === 'audit_difference' ? (
            <AuditAlarm segment={segment} />
          ) : error === 'called_off' ? (
            <CalledOff segment={segment} />
          ) : (
            <Alert color="red">{t('failed', { error: error ?? '' })}</Alert>
          ))}
        {state === 'ready' && computedAt && (
          <Text size="sm" c="dimmed">
            {t('updated', { when: f.ago(computedAt) })}
            {timeDependent && ` · ${t('timeDependent')}`}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
