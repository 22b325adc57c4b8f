import { Text } from '@mantine/core';
import {
  IconArrowMerge,
  IconAward,
  IconCash,
  IconCashBanknoteMinus,
  IconEyeCheck,
  IconFilterMinus,
  IconFilterPlus,
  IconNote,
  IconPencil,
  IconShoppingBag,
  IconShoppingCartX,
  IconSparkles,
  IconTag,
  IconTrash,
  IconUserOff,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useFormats } from '../../session/admin.tsx';
import { useAuthorName } from './author.tsx';
import classes from './customer.module.css';
import type { TimelineEntry } from './customer.ts';
import { TimelineText } from './timeline-text.tsx';

const ICONS: Readonly<
  Record<TimelineEntry['kind'], ComponentType<{ size: number; stroke: number; 'aria-hidden': true }>>
> = {
  first_seen: IconSparkles,
  profile_changed: IconPencil,
  consent_changed: IconEyeCheck,
  tags_changed: IconTag,
  account_deleted: IconUserOff,
  merged: IconArrowMerge,
  tier_changed: IconAward,
  order_placed: IconShoppingBag,
  order_paid: IconCash,
  order_refunded: IconCashBanknoteMinus,
  order_cancelled: IconShoppingCartX,
  order_deleted: IconTrash,
  note_added: IconNote,
  note_edited: IconNote,
  note_deleted: IconNote,
  segment_entered: IconFilterPlus,
  segment_left: IconFilterMinus,
};

/** One thing that happened: what, by whom, at what time of the day. */
export function TimelineItem({ entry }: { entry: TimelineEntry }) {
  const f = useFormats();
  const authorName = useAuthorName();
  const Icon = ICONS[entry.kind];
  return (
    <li className={classes['entry']}>
      <span className={classes['mark']} aria-hidden>
        <Icon size={15} stroke={1.7} aria-hidden />
      </span>
      <div style={{ minWidth: 0, paddingTop: 3 }}>
        <TimelineText entry={entry} />
        {entry.author && (
          <Text size="xs" c="dimmed">
            {authorName(entry.author)}
          </Text>
        )}
      </div>
      <time className={classes['time']} dateTime={entry.at}>
        {f.time(entry.at)}
      </time>
    </li>
  );
}
