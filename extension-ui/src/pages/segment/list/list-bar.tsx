import { Button, Group } from '@mantine/core';
import { IconUsersPlus } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useCan } from '../../../session/admin.tsx';
import type { OneSegment } from '../segment.ts';
import { FindCustomer } from './find-customer.tsx';
import { useTexts } from './texts.ts';
import { useHands } from './use-hands.ts';

/** Above the members of a fixed list: people are added to it one by one, or many at once. */
export function ListBar({ segment }: { segment: OneSegment }) {
  const t = useTexts();
  const canWrite = useCan('segments:write');
  const { lay } = useHands(segment);
  if (!canWrite || segment.kind !== 'fixed' || segment.state === 'archived') return null;
  return (
    <Group gap="sm">
      <FindCustomer label={t('find')} onChoose={(person) => lay('pin', person)} />
      <Button
        component={Link}
        to={`/segments/${segment.id}/add`}
        variant="default"
        leftSection={<IconUsersPlus size={16} aria-hidden />}
      >
        {t('addMany')}
      </Button>
    </Group>
  );
}
