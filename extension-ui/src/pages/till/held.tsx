import { Paper, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { got } from '../../api/client.ts';
import { ErrorState } from '../../parts/states.tsx';
import { useApi } from '../../session/admin.tsx';
import { customerKey } from '../customer/customer.ts';
import { HoldEnded } from './hold-ended.tsx';
import { HoldOpen } from './hold-open.tsx';
import classes from './till.module.css';
import type { Cart, Quote } from './till.ts';
import { useIntoView } from './use-into-view.ts';

export interface HeldProps {
  readonly customer: string;
  readonly id: string;
  readonly cart: Cart | null;
  /** Null after the page was loaded again. */
  readonly agreed: Quote | null;
  /** Back to the quote of the same cart. */
  onAgain(): void;
  onNext(): void;
}

/** Points that are held, and what became of them: also when the paid order itself spends them, which an event tells. */
export function Held(props: HeldProps) {
  const { customer, id, onAgain, onNext } = props;
  const api = useApi();
  const panel = useIntoView<HTMLDivElement>(true);
  const { data, error, refetch } = useQuery({
    queryKey: customerKey(customer, 'hold', id),
    queryFn: ({ signal }) =>
      got(api.GET('/api/v1/loyalty/holds/{customer}/{id}', { params: { path: { customer, id } }, signal })),
  });
  return (
    <Paper component="section" aria-busy={!data} ref={panel} className={classes['shown'] ?? ''}>
      {data ? (
        data.state === 'held' ? (
          <HoldOpen {...props} hold={data} onRunOut={() => void refetch()} />
        ) : (
          <HoldEnded hold={data} onAgain={onAgain} onNext={onNext} />
        )
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Stack gap="sm">
          <Skeleton height={24} width="70%" />
          <Skeleton height={120} />
        </Stack>
      )}
    </Paper>
  );
}
