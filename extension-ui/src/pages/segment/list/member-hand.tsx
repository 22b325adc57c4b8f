import { ActionIcon, Menu } from '@mantine/core';
import { IconBan, IconDots, IconPin, IconPinnedFilled, IconPinnedOff, IconX } from '@tabler/icons-react';
import { useCan } from '../../../session/admin.tsx';
import type { OneSegment } from '../segment.ts';
import { useTexts } from './texts.ts';
import { type Person, useHands } from './use-hands.ts';
import { usePinned } from './use-pinned.ts';

/** What a hand can do about a member, in their row: take them off a list; keep them in a segment, or out of it. */
export function MemberHand({ segment, customer }: { segment: OneSegment; customer: Person }) {
  const t = useTexts();
  const canWrite = useCan('segments:write');
  const isPinned = usePinned(segment).has(customer.id);
  const { lay } = useHands(segment);
  if (!canWrite || segment.state === 'archived') return null;
  const name = customer.name ?? t('noName');
  if (segment.kind === 'fixed')
    return (
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('remove', { name })}
        onClick={() => lay('unpin', customer)}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
    );
  // Out of the row, which would cut it, and still within the page's landmark.
  return (
    <Menu position="bottom-end" withinPortal portalProps={{ target: 'main' }}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t(isPinned ? 'handPinned' : 'hand', { name })}>
          {isPinned ? <IconPinnedFilled size={16} aria-hidden /> : <IconDots size={16} aria-hidden />}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {isPinned ? (
          <Menu.Item leftSection={<IconPinnedOff size={16} aria-hidden />} onClick={() => lay('unpin', customer)}>
            {t('unpin')}
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconPin size={16} aria-hidden />} onClick={() => lay('pin', customer)}>
            {t('pin')}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconBan size={16} aria-hidden />}
          onClick={() => lay('ban', customer, isPinned ? 'pin' : 'unban')}
        >
          {t('ban')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
