import { Badge, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useCan, useFormats } from '../../session/admin.tsx';
import { usePlatformName } from './author.tsx';
import classes from './customer.module.css';
import type { TimelineEntry } from './customer.ts';
import { roundedPieces } from './order-line.tsx';
import { ProfileChanges } from './profile-changes.tsx';
import { useConsentName } from './profile-facts.tsx';
import { useTexts } from './texts.ts';

/** What happened, in words. */
export function TimelineText({ entry }: { entry: TimelineEntry }) {
  const t = useTexts();
  const consentName = useConsentName();
  switch (entry.kind) {
    case 'first_seen':
      return <Line>{t('first_seen')}</Line>;
    case 'profile_changed':
      return <ProfileChanges changes={entry.changes} />;
    case 'consent_changed':
      return (
        <Line
          detail={t('changedTo', {
            field: t(`${entry.channel}_consent`),
            from: consentName(entry.from),
            to: consentName(entry.to),
          })}
        >
          {t(`${entry.channel}_consent`)}: {consentName(entry.to)}
        </Line>
      );
    case 'tags_changed':
      return (
        <>
          {entry.added.length > 0 && <TagsLine title={t('tags_added')} tags={entry.added} />}
          {entry.removed.length > 0 && <TagsLine title={t('tags_removed')} tags={entry.removed} isGone />}
        </>
      );
    case 'account_deleted':
      return <Line>{t('account_deleted', { id: entry.hostId })}</Line>;
    case 'merged':
      return <Line>{t('merged')}</Line>;
    case 'note_added':
    case 'note_edited':
    case 'note_deleted':
      return (
        <>
          <Line>{t(entry.kind)}</Line>
          {entry.kind !== 'note_deleted' && (
            <p className={`${classes['quote']} ${classes['text']}`}>{entry.text ?? t('note_withheld')}</p>
          )}
        </>
      );
    case 'tier_changed':
      return <TierLine entry={entry} />;
    case 'segment_entered':
    case 'segment_left':
      return <SegmentLine title={t(entry.kind)} segment={entry.segment} />;
    default:
      return <OrderText entry={entry} />;
  }
}

type OrderEntry = Extract<TimelineEntry, { order: unknown }>;

function OrderText({ entry }: { entry: OrderEntry }) {
  const t = useTexts();
  const f = useFormats();
  const platformName = usePlatformName();
  const { order } = entry;
  const { number, currency, totalMinor, platform, channel, items } = order;
  const title = t(entry.kind === 'order_placed' && entry.paid ? 'order_placed_paid' : entry.kind, { number });
  const amount =
    entry.kind === 'order_refunded' ? entry.refundMinor : entry.kind === 'order_placed' ? totalMinor : undefined;
  const isPlaced = entry.kind === 'order_placed';
  const detail = isPlaced
    ? [platformName(platform), channel !== platform && channel, t('item', { count: roundedPieces(items) })]
    : [];
  return (
    <Line detail={detail.filter(Boolean).join(' · ')}>
      {title}
      {amount !== undefined && amount !== null && (
        <>
          {' · '}
          <b style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
            {entry.kind === 'order_refunded' ? '−' : ''}
            {f.money(amount, currency)}
          </b>
        </>
      )}
    </Line>
  );
}

function TierLine({ entry }: { entry: Extract<TimelineEntry, { kind: 'tier_changed' }> }) {
  const t = useTexts();
  const { locale } = useFormats();
  const { from, to, because } = entry;
  const title = from ? t('tier_changed', { from: from[locale], to: to[locale] }) : t('tier_first', { to: to[locale] });
  return <Line {...(because === null ? {} : { detail: t(`because_${because}`) })}>{title}</Line>;
}

function SegmentLine({ title, segment }: { title: string; segment: { id: string; name: string | null } }) {
  const t = useTexts();
  const canOpen = useCan('segments:read');
  const name = segment.name ?? t('segmentGone');
  return (
    <Line>
      {title}{' '}
      {canOpen && segment.name !== null ? (
        <Link to={`/segments/${segment.id}`} style={{ textDecoration: 'underline' }}>
          {name}
        </Link>
      ) : (
        <b>{name}</b>
      )}
    </Line>
  );
}

function TagsLine({ title, tags, isGone = false }: { title: string; tags: readonly string[]; isGone?: boolean }) {
  return (
    <Text size="sm" component="div">
      {title}{' '}
      {tags.map((tag) => (
        <Badge key={tag} mr={4} color={isGone ? 'gray' : 'glaze'} {...(isGone ? { td: 'line-through' } : {})}>
          {tag}
        </Badge>
      ))}
    </Text>
  );
}

function Line({ children, detail }: { children: ReactNode; detail?: string }) {
  return (
    <>
      <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
      {detail && (
        <Text size="xs" c="dimmed">
          {detail}
        </Text>
      )}
    </>
  );
}
