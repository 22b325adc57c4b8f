import { NativeSelect, Paper, Stack, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../../api/client.ts';
import { SaveBar } from '../../../parts/save-bar.tsx';
import { useToast } from '../../../parts/toast.tsx';
import { useApi, useFormats } from '../../../session/admin.tsx';
import { Facts } from '../facts.tsx';
import { Contacts } from './contacts.tsx';
import { currencyName, regionName } from './names.ts';
import { Rates } from './rates.tsx';
import { LastRebuild, REBUILD } from './rebuild-progress.tsx';
import { Recompute } from './recompute.tsx';
import { Spend } from './spend.tsx';
import { useTexts } from './texts.ts';
import { TimeZoneField } from './time-zone-field.tsx';
import { type Draft, editOf, isRecomputing, reverseOf, type Settings, type SettingsEdit, valuesOf } from './values.ts';

/** Everything on one page under one save bar. What was saved can be taken back for as long as its toast stands. */
export function ShopForm({ settings }: { settings: Settings }) {
  const t = useTexts();
  const f = useFormats();
  const [draft, setDraft] = useState<Draft>({});
  const [isChecked, setChecked] = useState(false);
  const save = useSave();

  const values = { ...valuesOf(settings, f.locale), ...draft };
  const edit = editOf(settings, values, f.locale);
  const isNamed = values.name.trim() !== '';
  const isDirty = edit === null || Object.keys(edit).length > 0;
  const set = (change: Draft) => setDraft((before) => ({ ...before, ...change }));
  const reset = () => {
    setDraft({});
    setChecked(false);
  };
  const submit = () => {
    if (edit === null || !isNamed) return setChecked(true);
    save.mutate({ edit, back: reverseOf(settings, edit) }, { onSuccess: reset });
  };

  return (
    <>
      <Paper component="section">
        <Stack gap="md">
          <Title order={2}>{t('general')}</Title>
          <TextInput
            label={t('name')}
            maxLength={200}
            required
            maw={420}
            value={values.name}
            error={!isNamed && t('nameEmpty')}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TimeZoneField value={values.timeZone} onChange={(timeZone) => set({ timeZone })} />
          {edit?.timeZone !== undefined && <Recompute />}
          <NativeSelect
            label={t('locale')}
            description={t('localeWhy')}
            inputWrapperOrder={['label', 'input', 'description']}
            styles={{ wrapper: { maxWidth: 420 } }}
            value={values.locale}
            onChange={(event) => set({ locale: event.currentTarget.value === 'en' ? 'en' : 'vi' })}
            data={[
              { value: 'vi', label: t('vi') },
              { value: 'en', label: t('en') },
            ]}
          />
          <Fixed settings={settings} />
        </Stack>
      </Paper>
      <Spend values={values} onChange={set}>
        {edit !== null && isRecomputing(edit) && edit.spend !== undefined ? <Recompute /> : <LastRebuild />}
      </Spend>
      <Rates rows={values.rates} isChecked={isChecked} onChange={(rates) => set({ rates })} />
      <Contacts values={values.contacts} onChange={(contacts) => set({ contacts })} />
      <SaveBar isDirty={isDirty} isSaving={save.isPending} onSave={submit} onDiscard={reset} />
    </>
  );
}

/** What cannot be changed, and why. */
function Fixed({ settings }: { settings: Settings }) {
  const t = useTexts();
  const { locale } = useFormats();
  return (
    <Facts
      rows={[
        [t('currency'), <Why key="currency" value={currencyName(locale, settings.currency)} why={t('currencyWhy')} />],
        [t('country'), <Why key="country" value={regionName(locale, settings.countryCode)} why={t('countryWhy')} />],
      ]}
    />
  );
}

function Why({ value, why }: { value: string; why: string }) {
  return (
    <>
      {value}
      <br />
      <small style={{ color: 'var(--mantine-color-dimmed)' }}>{why}</small>
    </>
  );
}

function useSave() {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const patch = (edit: SettingsEdit) => got(api.PATCH('/api/v1/settings', { body: edit }));
  const keep = (settings: Settings) => {
    client.setQueryData(['settings'], settings);
    void client.invalidateQueries({ queryKey: REBUILD });
    void client.invalidateQueries({ queryKey: ['me'] });
  };
  const onError = (error: Error) => toast.failed(t('saveFailed', { message: error.message }));
  const undo = useMutation({
    mutationFn: patch,
    onSuccess: (settings) => {
      keep(settings);
      toast.done(t('takenBack'));
    },
    onError,
  });
  return useMutation({
    mutationFn: ({ edit }: { edit: SettingsEdit; back: SettingsEdit }) => patch(edit),
    onSuccess: (settings, { back }) => {
      keep(settings);
      toast.done(t('saved'), () => undo.mutate(back));
    },
    onError,
  });
}
