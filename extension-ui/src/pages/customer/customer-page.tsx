import { Alert, Box, Tabs } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowMerge, IconUserOff } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { Page } from '../../parts/page.tsx';
import { useCan, useFormats } from '../../session/admin.tsx';
import { Actions } from './actions.tsx';
import classes from './customer.module.css';
import { type Customer, nameOf } from './customer.ts';
import { Heading } from './heading.tsx';
import { Identities } from './identities.tsx';
import { Notes } from './notes.tsx';
import { Orders } from './orders.tsx';
import { hasPoints, usePoints } from './points/points.ts';
import { PointsCard } from './points/points-card.tsx';
import { Profile } from './profile.tsx';
import { Segments } from './segments.tsx';
import { LinesSkeleton } from './skeleton.tsx';
import { Tags } from './tags.tsx';
import { useTexts } from './texts.ts';
import { Tiles } from './tiles.tsx';
import { Timeline } from './timeline.tsx';
import { TopProducts } from './top-products.tsx';

const Statement = lazy(async () => ({ default: (await import('./points/statement.tsx')).Statement }));

const TABS = ['activity', 'orders', 'points', 'products'] as const;
type Tab = (typeof TABS)[number] | 'about';

/** Who they are beside what they did; on a phone one after the other, by tabs. The open tab is in the address. */
export function CustomerPage({ customer }: { customer: Customer }) {
  const t = useTexts();
  const f = useFormats();
  const seesOrders = useCan('orders:read');
  const isNarrow = useMediaQuery('(max-width: 991px)', window.innerWidth < 992) ?? false;
  const [params, setParams] = useSearchParams();
  const isMerged = (useLocation().state as { mergedFrom?: string } | null)?.mergedFrom !== undefined;
  const isErased = customer.erasedAt !== null;
  const name = isErased ? t('erasedName') : (nameOf(customer) ?? t('nameless'));
  const seesPoints = useSeesPoints(customer);
  const isThere = { activity: true, orders: seesOrders, points: seesPoints, products: seesOrders };
  const tabs: Tab[] = TABS.filter((tab) => isThere[tab]);
  if (isNarrow) tabs.unshift('about');
  const asked = params.get('tab') as Tab;
  const tab = tabs.includes(asked) ? asked : (tabs[0] ?? 'activity');
  const show = (next: string | null) =>
    setParams(
      (before) => {
        if (next && next !== tabs[0]) before.set('tab', next);
        else before.delete('tab');
        return before;
      },
      { replace: true, preventScrollReset: true },
    );

  const about = (
    <>
      <PointsCard customer={customer} />
      {!isErased && <Profile customer={customer} />}
      {!isErased && <Notes customer={customer} />}
      <Segments customer={customer} />
      {!isErased && <Identities customer={customer} />}
    </>
  );
  return (
    <Page title={name} subtitle={<Heading customer={customer} />} actions={<Actions customer={customer} name={name} />}>
      {isMerged && (
        <Alert icon={<IconArrowMerge aria-hidden />} title={t('mergedTitle')}>
          {t('mergedBody')}
        </Alert>
      )}
      {customer.erasedAt !== null && (
        <Alert
          color="gray"
          icon={<IconUserOff aria-hidden />}
          title={t('erasedTitle', { date: f.date(customer.erasedAt) })}
        >
          {t('erasedBody')}
        </Alert>
      )}
      {!isErased && <Tags customer={customer} />}
      <Tiles customer={customer} />
      <Box className={classes['columns'] ?? ''}>
        <Tabs value={tab} onChange={show} className={classes['main'] ?? ''} keepMounted={false}>
          <Tabs.List className={classes['tabs'] ?? ''} aria-label={t('tabs')}>
            {tabs.map((each) => (
              <Tabs.Tab key={each} value={each}>
                {t(each)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {isNarrow && (
            <Tabs.Panel value="about" className={classes['stack'] ?? ''} pt="md">
              {about}
            </Tabs.Panel>
          )}
          <Tabs.Panel value="activity" pt="md">
            <Timeline customer={customer} />
          </Tabs.Panel>
          {seesPoints && (
            <Tabs.Panel value="points" pt="md">
              <Suspense fallback={<LinesSkeleton lines={8} />}>
                <Statement customer={customer} />
              </Suspense>
            </Tabs.Panel>
          )}
          {seesOrders && (
            <>
              <Tabs.Panel value="orders" pt="md">
                <Orders customer={customer} />
              </Tabs.Panel>
              <Tabs.Panel value="products" pt="md">
                <TopProducts customer={customer} />
              </Tabs.Panel>
            </>
          )}
        </Tabs>
        {!isNarrow && (
          <aside className={classes['stack']} aria-label={t('about')}>
            {about}
          </aside>
        )}
      </Box>
    </Page>
  );
}

/** Whether there is anything to tell of points: asked until it is known only for whoever is known to have some. */
function useSeesPoints(customer: Customer): boolean {
  const canRead = useCan('loyalty:read');
  const { data } = usePoints(customer.id);
  return canRead && (data ? hasPoints(data) : customer.loyalty !== null);
}
