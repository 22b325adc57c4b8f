import { Alert, Button, Skeleton, Text } from '@mantine/core';
import { IconAward } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { EmptyState } from '../../../parts/states.tsx';
import { LoyaltyFrame } from '../frame.tsx';
import { type Programme, versionsNow } from '../loyalty.ts';
import { useProgramme } from '../use-programme.ts';
import { FIRST_WISH, type Wish } from './bulk.ts';
import { BulkForm } from './form.tsx';
import { Preview } from './preview.tsx';
import { Result } from './result.tsx';
import { useTexts } from './texts.ts';
import { useBulk } from './use-bulk.ts';

/** Points for many customers at once, and balances that they bring along: by a list, shown first, then carried out. */
export function Component() {
  const t = useTexts();
  const { data: list, isLoading } = useProgramme();
  return (
    <LoyaltyFrame name={t('title')}>
      {isLoading ? (
        <Skeleton height={420} />
      ) : list?.versions.length === 0 ? (
        <EmptyState
          title={t('noProgrammeTitle')}
          icon={<IconAward aria-hidden />}
          action={
            <Button component={Link} to="/loyalty" variant="default">
              {t('toProgramme')}
            </Button>
          }
        >
          {t('noProgrammeBody')}
        </EmptyState>
      ) : (
        <Bulk programme={(list && versionsNow(list).now?.programme) ?? null} />
      )}
    </LoyaltyFrame>
  );
}

function Bulk({ programme }: { programme: Programme | null }) {
  const t = useTexts();
  const [wish, setWish] = useState<Wish>(FIRST_WISH);
  const { preview, apply, problem, reset } = useBulk();
  const shown = preview.data;
  if (apply.data)
    return (
      <Result
        outcome={apply.data}
        onAnother={() => {
          reset();
          setWish(FIRST_WISH);
        }}
      />
    );
  return (
    <>
      <Text size="sm" c="dimmed">
        {t('about')}
      </Text>
      <BulkForm
        wish={wish}
        programme={programme}
        isBusy={preview.isPending}
        isFrozen={apply.isPending}
        onChange={(change) => {
          setWish({ ...wish, ...change });
          // What was shown is not what this would do.
          reset();
        }}
        onPreview={() => preview.mutate(wish)}
      />
      {problem !== null && (
        <Alert color="red" role="alert">
          {problem}
        </Alert>
      )}
      {shown && (
        <Preview
          outcome={shown.outcome}
          isApplying={apply.isPending}
          onApply={(onEnd) => apply.mutate(shown.asked, { onSettled: onEnd })}
        />
      )}
    </>
  );
}
