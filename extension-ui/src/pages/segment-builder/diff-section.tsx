import { Alert, Button, Skeleton, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useFormats } from '../../session/admin.tsx';
import classes from './builder.module.css';
import { useTexts } from './texts.ts';
import { type DiffPerson, type DiffState, useMoreOfDiff } from './use-diff.ts';

/** Enough to see whether it is what was meant; the rest on demand. */
const SHOWN = 3;

/** What saving would change: who comes, who goes, and which condition decides it for each of them. */
export function DiffSection({ state }: { state: DiffState }) {
  const t = useTexts();
  const f = useFormats();
  const { diff, error, retry } = state;
  return (
    <section aria-labelledby="diff">
      <Text size="xs" c="dimmed" fw={600} id="diff">
        {t('diffTitle')}
      </Text>
      {error && !diff && (
        <Alert color="red" role="alert" p="xs" mt={4}>
          {t('diffFailed')}{' '}
          <Button variant="default" size="compact-sm" onClick={retry}>
            {t('retry')}
          </Button>
        </Alert>
      )}
      {!diff && !error && <Skeleton h={20} my={4} w="60%" />}
      {diff && (
        <>
          <Text size="md" fw={600} style={{ fontVariantNumeric: 'tabular-nums' }} role="status">
            {diff.enters.customers + diff.leaves.customers === 0
              ? t('diffNobody')
              : t('diffCount', { enters: f.number(diff.enters.customers), leaves: f.number(diff.leaves.customers) })}
          </Text>
          {(['enters', 'leaves'] as const).map((side) =>
            diff[side].customers > 0 ? <DiffSide key={`${side} ${state.text}`} side={side} state={state} /> : null,
          )}
        </>
      )}
    </section>
  );
}

function DiffSide({ side, state }: { side: 'enters' | 'leaves'; state: DiffState }) {
  const t = useTexts();
  const f = useFormats();
  const [isWhole, setWhole] = useState(false);
  const [isMoreAsked, setMoreAsked] = useState(false);
  const first = state.diff?.[side] ?? { customers: 0, items: [], nextCursor: null };
  const more = useMoreOfDiff(state, first.nextCursor, isMoreAsked);
  const all = [...first.items, ...(more.data?.pages.flatMap(({ items }) => items) ?? [])];
  const people = isWhole ? all : all.slice(0, SHOWN);
  const rest = first.customers - people.length;
  const showMore = () => {
    if (!isWhole) return setWhole(true);
    if (!isMoreAsked) return setMoreAsked(true);
    void more.fetchNextPage();
  };
  return (
    <div style={{ marginTop: 8 }}>
      <Text size="xs" fw={600} id={`diff-${side}`}>
        {t(`diff_${side}`, { count: first.customers, shown: f.number(first.customers) })}
      </Text>
      <section className={classes['diff']} data-side={side} aria-labelledby={`diff-${side}`}>
        {byReason(people).map((alike) => (
          <Alike key={alike[0]?.customer.id} people={alike} />
        ))}
      </section>
      {rest > 0 && (!isWhole || first.nextCursor !== null) && (
        <Button variant="default" size="compact-sm" mt={4} loading={more.isFetching} onClick={showMore}>
          {t('diffMore', { count: rest })}
        </Button>
      )}
    </div>
  );
}

/** Those whom the same changes decide for stand together, so that the reason is read once. */
function byReason(people: readonly DiffPerson[]): DiffPerson[][] {
  const groups = new Map<string, DiffPerson[]>();
  for (const person of people) {
    const reason = person.because.map(({ change, path }) => `${change} ${path}`).join();
    groups.set(reason, [...(groups.get(reason) ?? []), person]);
  }
  return [...groups.values()];
}

function Alike({ people }: { people: readonly DiffPerson[] }) {
  const t = useTexts();
  const { locale } = useFormats();
  const reasons = people[0]?.because ?? [];
  return (
    <>
      {reasons.map(({ change, path, sentence, before }) => (
        <p key={`${change} ${path}`}>
          {t(`diff_${change}`, { sentence: sentence[locale], before: before?.[locale] ?? '' })}
        </p>
      ))}
      <ul className={classes['people']}>
        {people.map(({ customer, because }) => (
          <li key={customer.id}>
            <Link to={`/customers/${customer.id}`}>{customer.name ?? customer.phone ?? t('noName')}</Link>
            <span>{because.flatMap(({ shown }) => (shown ? [shown[locale]] : [])).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
