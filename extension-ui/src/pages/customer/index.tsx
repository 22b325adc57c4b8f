import { Button } from '@mantine/core';
import { IconUserQuestion } from '@tabler/icons-react';
import { Link, Navigate, useLocation, useParams } from 'react-router';
import { ApiError } from '../../api/error.ts';
import { Page } from '../../parts/page.tsx';
import { EmptyState, ErrorState } from '../../parts/states.tsx';
import { useCustomer } from './customer.ts';
import { CustomerPage } from './customer-page.tsx';
import { CustomerSkeleton } from './skeleton.tsx';
import { useTexts } from './texts.ts';

/** One customer in full. The id of somebody who was merged leads to whom they were merged into, and says so. */
export function Component() {
  const t = useTexts();
  const { id = '' } = useParams();
  const { search } = useLocation();
  const { data, error, refetch } = useCustomer(id);
  if (data && data.id !== id)
    return <Navigate to={`/customers/${data.id}${search}`} replace state={{ mergedFrom: id }} />;
  if (data) return <CustomerPage key={data.id} customer={data} />;
  if (error instanceof ApiError && error.status === 404) return <NoSuchCustomer />;
  if (error)
    return (
      <Page title={t('back')}>
        <ErrorState error={error} retry={() => void refetch()} />
      </Page>
    );
  return <CustomerSkeleton />;
}

function NoSuchCustomer() {
  const t = useTexts();
  return (
    <Page title={t('back')}>
      <EmptyState
        title={t('missingTitle')}
        icon={<IconUserQuestion aria-hidden />}
        action={
          <Button component={Link} to="/customers" variant="default">
            {t('toCustomers')}
          </Button>
        }
      >
        {t('missingBody')}
      </EmptyState>
    </Page>
  );
}
