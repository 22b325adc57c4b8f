import { ActionIcon, Alert, Box, Button, Group, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { got } from '../../../api/client.ts';
import { fold } from '../../../format/fold.ts';
import { useApi, useCan, useFormats } from '../../../session/admin.tsx';
import { currencyName } from './names.ts';
import classes from './shop.module.css';
import { useTexts } from './texts.ts';
import { type RateRow, rateProblems, readRate } from './values.ts';

interface Props {
  readonly rows: readonly RateRow[];
  /** Whether saving was tried: what is not filled in yet is wrong only then. */
  readonly isChecked: boolean;
  onChange(rows: readonly RateRow[]): void;
}

/** What foreign money is worth. A wrong point makes a rate wrong a thousandfold, so each row says what an order comes to. */
export function Rates({ rows, isChecked, onChange }: Props) {
  const t = useTexts();
  const f = useFormats();
  const currencies = useMemo(
    () =>
      Intl.supportedValuesOf('currency')
        .filter((code) => code !== f.currency)
        .map((value) => ({ value, label: currencyName(f.locale, value) })),
    [f.currency, f.locale],
  );
  const problems = rateProblems(rows, f.locale);
  const put = (index: number, change: Partial<RateRow>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...change } : row)));
  return (
    <Paper component="section">
      <Stack gap="md">
        <Title order={2}>{t('rates')}</Title>
        <Text size="sm" maw={640}>
          {t('ratesWhy', { currency: f.currency })}
        </Text>
        <Waiting />
        {rows.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('ratesNone')}
          </Text>
        )}
        {rows.map(({ currency, rate }, index) => {
          const problem = problems[index] ?? null;
          const isShown = isChecked || (problem === 'rateWrong' && rate !== '') || problem === 'rateTwice';
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row has nothing else that stays while it is filled in
            <Box key={index} className={classes['rate'] ?? ''}>
              <Select
                aria-label={t('rateCurrency', { number: index + 1 })}
                placeholder={t('rateCurrency', { number: index + 1 })}
                searchable
                allowDeselect={false}
                comboboxProps={{ width: 280, position: 'bottom-start' }}
                limit={50}
                data={currencies}
                value={currency === '' ? null : currency}
                error={isShown && (problem === 'rateTwice' || problem === 'rateMissing') && t(problem)}
                filter={({ options, search }) =>
                  options.filter((option) => 'value' in option && fold(option.label).includes(fold(search)))
                }
                onChange={(value) => put(index, { currency: value ?? '' })}
              />
              <TextInput
                aria-label={t('rateValue', { currency: currency || t('rateCurrency', { number: index + 1 }) })}
                inputMode="decimal"
                autoComplete="off"
                value={rate}
                error={isShown && problem === 'rateWrong' && t('rateWrong')}
                rightSection={
                  <Text size="xs" c="dimmed" component="span" pr={8}>
                    {f.currency}
                  </Text>
                }
                rightSectionWidth={48}
                rightSectionPointerEvents="none"
                onChange={(event) => put(index, { rate: event.currentTarget.value })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size={36}
                aria-label={t('rateRemove', { currency: currency || String(index + 1) })}
                onClick={() => onChange(rows.filter((_, at) => at !== index))}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
              {problem === null && <Meaning currency={currency} rate={rate} />}
            </Box>
          );
        })}
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => onChange([...rows, { currency: '', rate: '' }])}
          >
            {t('rateAdd')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

/** "An order of US$100.00 counts as 2.540.000 ₫". */
function Meaning({ currency, rate }: RateRow) {
  const t = useTexts();
  const f = useFormats();
  const read = Number(readRate(rate, f.locale));
  // An order that comes to something in both currencies.
  const foreign = read >= 1 ? 100 : 1_000_000;
  const own = Math.round(foreign * read * 10 ** f.minorDigits());
  return (
    <Text size="xs" c="dimmed" className={classes['meaning'] ?? ''} aria-live="polite">
      {t('rateExample', { foreign: f.money(foreign * 10 ** f.minorDigits(currency), currency), own: f.money(own) })}
    </Text>
  );
}

/** Orders in money that nobody gave a rate for wait to be applied. */
function Waiting() {
  const t = useTexts();
  const api = useApi();
  const canSee = useCan('deliveries:read');
  const summary = useQuery({
    queryKey: ['deliveries', 'summary'],
    queryFn: ({ signal }) => got(api.GET('/api/v1/deliveries/summary', { signal })),
    enabled: canSee,
  });
  const count = summary.data?.parkedByReason.find(({ reason }) => reason === 'currency_unknown')?.count ?? 0;
  if (count === 0) return null;
  return (
    <Alert color="orange" title={t('ratesWaiting', { count })}>
      {t('ratesWaitingBody')} <Link to="/deliveries?state=parked">{t('ratesWaitingOpen')}</Link>
    </Alert>
  );
}
