import { Text } from '@mantine/core';
import { useFormats } from '../../../session/admin.tsx';
import { useAuthorName } from '../author.tsx';
import { OrderButton } from './order-button.tsx';
import classes from './points.module.css';
import { type Posting, useWords } from './points.ts';
import { useTexts } from './texts.ts';
import { usePointsText, useSigned } from './use-amounts.ts';

/** Three columns that fit a phone: what happened, what it did to the balance, and the balance. */
export function PostingsTable({ postings }: { postings: readonly Posting[] }) {
  const t = useTexts();
  return (
    <table className={classes['statement']} aria-label={t('statement')}>
      <thead>
        <tr>
          <th scope="col">{t('what')}</th>
          <th scope="col" data-align="end">
            {t('change')}
          </th>
          <th scope="col" data-align="end">
            {t('balance')}
          </th>
        </tr>
      </thead>
      <tbody>
        {postings.map((posting) => (
          <PostingRow key={posting.seq} posting={posting} />
        ))}
      </tbody>
    </table>
  );
}

/** Booked so much later than it was true, both are said. */
const LATE_MS = 60_000;

function PostingRow({ posting }: { posting: Posting }) {
  const t = useTexts();
  const f = useFormats();
  const words = useWords();
  const signed = useSigned();
  const pointsText = usePointsText();
  const authorName = useAuthorName();
  const { at, bookedAt, change, balanceAfter, from, to, order, version, by, note, points } = posting;
  const isLate = Math.abs(Date.parse(bookedAt) - Date.parse(at)) > LATE_MS;
  const facts = [
    f.dateTime(at),
    isLate && t('bookedLater', { time: f.dateTime(bookedAt) }),
    version !== null && t('version', { version }),
    authorName(by),
  ].filter((fact) => fact !== false);
  return (
    <tr>
      <td>
        <Text size="sm" fw={500} component="div">
          {words(posting.text)} {order && <OrderButton order={order} />}
        </Text>
        {note !== null && <Text size="sm">{note}</Text>}
        <Text size="xs" c="dimmed">
          {t('moved', { points: pointsText(points), from: t(`account_${from}`), to: t(`account_${to}`) })}
        </Text>
        <Text size="xs" c="dimmed">
          {facts.join(' · ')}
        </Text>
      </td>
      <td data-align="end">
        <Text
          size="sm"
          fw={600}
          {...(change === 0 ? { c: 'dimmed' } : change < 0 ? { c: 'var(--mantine-color-error)' } : {})}
        >
          {signed(change)}
        </Text>
      </td>
      <td data-align="end">{f.number(balanceAfter)}</td>
    </tr>
  );
}
