import { Alert, Paper, Stack, Text, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useFormats } from '../../../session/admin.tsx';
import { writeNumber } from '../../segment-builder/form-numbers.ts';
import { Facts } from '../facts.tsx';
import { currencyName, regionName } from './names.ts';
import { LastRebuild } from './rebuild-progress.tsx';
import { SpendExample } from './spend-example.tsx';
import { useTexts } from './texts.ts';
import type { Settings } from './values.ts';

/** For who may read the settings and not change them. */
export function ShopShown({ settings }: { settings: Settings }) {
  const t = useTexts();
  const f = useFormats();
  const { spend, exchangeRates, sharedContacts } = settings;
  const rates = Object.entries(exchangeRates).sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <>
      <Alert color="gray" icon={<IconLock aria-hidden />}>
        {t('readOnly')}
      </Alert>
      <Paper component="section">
        <Stack gap="md">
          <Title order={2}>{t('general')}</Title>
          <Facts
            rows={[
              [t('name'), settings.name],
              [t('timeZone'), settings.timeZone.replaceAll('_', ' ')],
              [t('locale'), t(settings.locale)],
              [t('currency'), currencyName(f.locale, settings.currency)],
              [t('country'), regionName(f.locale, settings.countryCode)],
            ]}
          />
        </Stack>
      </Paper>
      <Paper component="section">
        <Stack gap="md">
          <Title order={2}>{t('spend')}</Title>
          <Text size="sm" maw={640}>
            {t('counts')}
          </Text>
          <Text size="sm" component="ul" pl="md" m={0}>
            <li>{t(spend.includeTax ? 'taxCounted' : 'taxNotCounted')}</li>
            <li>{t(spend.includeShipping ? 'shippingCounted' : 'shippingNotCounted')}</li>
          </Text>
          <SpendExample {...spend} />
          <LastRebuild />
        </Stack>
      </Paper>
      <Paper component="section">
        <Stack gap="md">
          <Title order={2}>{t('rates')}</Title>
          {rates.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('ratesNone')}
            </Text>
          ) : (
            <Facts
              rows={rates.map(([currency, rate]) => [
                t('rateOne', { currency }),
                `${writeNumber(Number(rate), f.locale, 12)} ${f.currency}`,
              ])}
            />
          )}
        </Stack>
      </Paper>
      <Paper component="section">
        <Stack gap="md">
          <Title order={2}>{t('contacts')}</Title>
          <Text size="sm" {...(sharedContacts.length === 0 ? { c: 'dimmed' } : {})}>
            {sharedContacts.length === 0 ? t('contactsNone') : f.list(sharedContacts)}
          </Text>
        </Stack>
      </Paper>
    </>
  );
}
