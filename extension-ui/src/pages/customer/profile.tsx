import { Button, Group, Paper, Title } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useCan } from '../../session/admin.tsx';
import type { Customer } from './customer.ts';
import { ProfileFacts } from './profile-facts.tsx';
import { ProfileForm } from './profile-form.tsx';
import { useTexts } from './texts.ts';

/** Name, contacts, consents, addresses: read, and edited in the same place. */
export function Profile({ customer }: { customer: Customer }) {
  const t = useTexts();
  const canWrite = useCan('customers:write');
  const [isEditing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const end = () => {
    setEditing(false);
    requestAnimationFrame(() => button.current?.focus());
  };
  return (
    <Paper component="section" aria-labelledby="profile-heading">
      <Group justify="space-between" mb="xs" mih={26}>
        <Title order={2} id="profile-heading">
          {t('profile')}
        </Title>
        {canWrite && !isEditing && (
          <Button
            ref={button}
            variant="default"
            size="compact-sm"
            leftSection={<IconPencil size={14} aria-hidden />}
            aria-label={t('editProfile')}
            onClick={() => setEditing(true)}
          >
            {t('edit')}
          </Button>
        )}
        {isEditing && (
          <Button variant="default" size="compact-sm" onClick={end}>
            {t('cancel')}
          </Button>
        )}
      </Group>
      {isEditing ? <ProfileForm customer={customer} onEnd={end} /> : <ProfileFacts customer={customer} />}
    </Paper>
  );
}
