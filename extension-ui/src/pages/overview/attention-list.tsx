import { Group, Paper, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useId } from 'react';
import { Link } from 'react-router';
import type { Formats } from '../../format/formats.ts';
import { When } from '../../parts/when.tsx';
import { useFormats } from '../../session/admin.tsx';
import classes from './overview.module.css';
import { type Say, useTexts } from './texts.ts';
import type { Attention } from './use-figures.ts';

/** What somebody should look at, with the way there. Nothing at all when all is well. */
export function AttentionList({ items }: { items: readonly Attention[] }) {
  const t = useTexts();
  const formats = useFormats();
  const id = useId();
  if (items.length === 0) return null;
  return (
    <Paper component="section" className={classes['attention'] ?? ''} p="sm" aria-labelledby={id}>
      <Group gap="xs" mb={6} wrap="nowrap">
        <IconAlertTriangle size={18} color="var(--mantine-color-yellow-8)" aria-hidden />
        <Title order={2} size="h5" id={id}>
          {t('attention')}
        </Title>
      </Group>
      <ul>
        {items.map((item) => (
          <li key={`${item.code} ${item.subject}`}>
            <Link to={item.path}>{textOf(item, t, formats)}</Link>
            {item.since && (
              <Text span size="xs" c="dimmed">
                {' · '}
                <When time={item.since} />
              </Text>
            )}
          </li>
        ))}
      </ul>
    </Paper>
  );
}

const REASONS = ['not_json', 'too_deep', 'unreadable', 'currency_unknown', 'deletion_undated', 'failed'] as const;

function textOf({ code, count, subject, title }: Attention, t: Say, { number, locale }: Formats): string {
  const values = { count, value: number(count), subject: subject ?? '' };
  switch (code) {
    case 'deliveries_parked': {
      const reason = REASONS.find((known) => known === subject) ?? 'failed';
      return t(code, { ...values, reason: t(reason) });
    }
    case 'members_differ':
    case 'segment_failed':
      return subject === null ? t(code, values) : t('segmentNamed', { what: t(code, values), subject });
    case 'job_failed':
    case 'job_late': {
      return t(code, { ...values, subject: title?.[locale] ?? subject ?? '' });
    }
    default:
      return t(code, values);
  }
}
