import { Alert, Stack, Text } from '@mantine/core';
import { IconArchive } from '@tabler/icons-react';
import { useCan } from '../../session/admin.tsx';
import { DeleteForever } from './delete-forever.tsx';
import { DependantNames } from './dependant-names.tsx';
import type { Dependant } from './dependants.ts';
import type { OneSegment } from './segment.ts';
import { useTexts } from './texts.ts';

/** What it means to be in the archive; the way out of it, or what stands in the way. */
export function Archived({ segment, dependants }: { segment: OneSegment; dependants: readonly Dependant[] }) {
  const t = useTexts();
  const canWrite = useCan('segments:write');
  return (
    <Alert color="gray" icon={<IconArchive aria-hidden />}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t('archivedNote')}</Text>
        {dependants.length > 0 ? (
          <Text size="sm" component="div">
            {t('archivedUsed')}
            <DependantNames items={dependants} />
          </Text>
        ) : (
          canWrite && <DeleteForever segment={segment} />
        )}
      </Stack>
    </Alert>
  );
}
