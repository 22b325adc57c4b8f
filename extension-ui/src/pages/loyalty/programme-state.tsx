import { Badge, Button, Group, Paper, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useCan, useFormats } from '../../session/admin.tsx';
import { type ProgrammeList, versionsNow } from './loyalty.ts';
import { useTexts } from './texts.ts';

/** Whether points are earned now, by which version, and what comes next. */
export function ProgrammeState({ list }: { list: ProgrammeList }) {
  const t = useTexts();
  const f = useFormats();
  const canWrite = useCan('programme:write');
  const { now, planned } = versionsNow(list);
  const isOn = now?.programme.isOn === true;
  return (
    <Paper component="section" aria-label={t('state')}>
      <Group justify="space-between" gap="sm">
        <div>
          <Group gap="xs">
            <Badge color={isOn ? 'glaze' : 'gray'}>{t(now ? (isOn ? 'on' : 'off') : 'notYet')}</Badge>
            {now && (
              <Text size="sm" fw={600}>
                {t('versionSince', { version: now.version, day: f.dateTime(now.from) })}
              </Text>
            )}
          </Group>
          <Text size="sm" c="dimmed" mt={4}>
            {planned
              ? t('planned', { version: planned.version, day: f.dateTime(planned.from) })
              : t(isOn ? 'onMeans' : 'offMeans')}
          </Text>
        </div>
        <Button component={Link} to="/loyalty/programme" variant="default">
          {t(canWrite ? 'edit' : 'see')}
        </Button>
      </Group>
    </Paper>
  );
}
