import { Skeleton, Stack, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../../api/client.ts';
import { dayStart } from '../../../format/day-start.ts';
import { DayInput } from '../../../parts/day-input.tsx';
import { ErrorState } from '../../../parts/states.tsx';
import { useApi, useFormats } from '../../../session/admin.tsx';
import { segmentKey } from '../segment.ts';
import { Condition } from './condition.tsx';
import classes from './explain.module.css';
import { conditionsIn, responsible } from './explained.ts';
import { Outcome } from './outcome.tsx';
import { useTexts } from './texts.ts';
import { Tree } from './tree.tsx';

export interface WhyProps {
  readonly segment: { readonly id: string; readonly name: string };
  readonly customer: { readonly id: string; readonly name: string };
}

/** Why somebody is in a segment or is not, now or on a day to come. What it is due to comes first. */
export function Why({ segment, customer }: WhyProps) {
  const t = useTexts();
  const api = useApi();
  const { timeZone, dayOf } = useFormats();
  const today = dayOf(Date.now());
  const [chosen, setChosen] = useState<string | null>(today);
  const asOf = chosen === null || chosen <= today ? null : chosen;
  const explained = useQuery({
    // An event about the segment or the customer makes it old.
    queryKey: [...segmentKey(segment.id), 'explain', customer.id, asOf],
    queryFn: ({ signal }) => {
      const query = asOf === null ? {} : { asOf: dayStart(asOf, timeZone) };
      const params = { path: { id: segment.id, customer: customer.id }, query };
      return got(api.GET('/api/v1/segments/{id}/explain/{customer}', { params, signal }));
    },
    placeholderData: keepPreviousData,
  });
  const { data, error } = explained;
  if (error && !data) return <ErrorState error={error} retry={() => void explained.refetch()} />;
  // Of what is shown, while another day is on its way.
  const shownDay = data ? dayOf(data.asOf) : today;
  const due = data ? responsible(data) : [];
  const all = data ? conditionsIn([...data.include, ...data.exclude]) : [];
  return (
    <Stack gap="md" aria-busy={explained.isFetching}>
      <DayInput
        label={t('asOf')}
        value={chosen}
        minDate={today}
        maw={200}
        onChange={(day) => setChosen(day ?? today)}
        allowDeselect={false}
      />
      <div aria-live="polite">
        {data ? (
          <Outcome
            explained={data}
            segment={segment.name}
            customer={customer.name}
            asOf={shownDay > today ? shownDay : null}
          />
        ) : (
          <Skeleton height={84} />
        )}
      </div>
      {!data && <Skeleton height={160} />}
      {due.length > 0 && (
        <section>
          <Title order={3} size="sm" mb="xs">
            {t('dueTo')}
          </Title>
          <ul className={classes['conditions']}>
            {due.map((node) => (
              <li key={node.path}>
                <Condition node={node} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {data && all.length > due.length && (
        <section>
          <Title order={3} size="sm" mb="xs">
            {t('wholeDefinition')}
          </Title>
          <Tree explained={data} />
        </section>
      )}
    </Stack>
  );
}
