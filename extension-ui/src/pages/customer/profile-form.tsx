import { NativeSelect, Stack, TagsInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { got } from '../../api/client.ts';
import { SaveBar } from '../../parts/save-bar.tsx';
import { useToast } from '../../parts/toast.tsx';
import { useApi } from '../../session/admin.tsx';
import { AddressFields } from './address-fields.tsx';
import { type Customer, useChanged } from './customer.ts';
import {
  CONSENTS,
  draftOf,
  type Edit,
  editOf,
  type Faults,
  faultsOf,
  isSame,
  type ProfileDraft,
} from './profile-draft.ts';
import { useTexts } from './texts.ts';

/** The fields of a profile. Saved through the host's save bar; what the server refuses stands at its field. */
export function ProfileForm({ customer, onEnd }: { customer: Customer; onEnd: () => void }) {
  const t = useTexts();
  const [before] = useState(() => draftOf(customer));
  const [draft, setDraft] = useState(before);
  const [faults, setFaults] = useState<Faults>({});
  const set = (change: Partial<ProfileDraft>) => {
    setDraft((old) => ({ ...old, ...change }));
    setFaults((old) => Object.fromEntries(Object.entries(old).filter(([field]) => !(field in change))));
  };
  const save = useSave(customer.id, setFaults, onEnd);
  const submit = () => {
    const edit = editOf(draft, before);
    if (edit === null) setFaults({ birthDate: { text: 'birthInvalid' } });
    else save.mutate(edit);
  };
  const fault = (field: string): ReactNode => {
    const found = faults[field];
    if (!found) return undefined;
    return (
      <>
        {t(found.text)}{' '}
        {found.customer && (
          <Link to={`/customers/${found.customer}`} style={{ textDecoration: 'underline' }}>
            {t('openOther')}
          </Link>
        )}
      </>
    );
  };
  const text = (field: 'name' | 'phone' | 'email' | 'memberCode' | 'birthDate') => ({
    label: t(field),
    value: draft[field],
    error: fault(field),
    onChange: (event: { currentTarget: { value: string } }) => set({ [field]: event.currentTarget.value }),
  });
  const consents = [{ value: '', label: t('unknown') }, ...CONSENTS.map((value) => ({ value, label: t(value) }))];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSame(draft, before)) submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && isSame(draft, before)) onEnd();
      }}
    >
      <Stack gap="sm">
        <TextInput {...text('name')} autoFocus maxLength={200} autoComplete="off" />
        <TextInput {...text('phone')} type="tel" maxLength={40} autoComplete="off" />
        <TextInput {...text('email')} type="email" maxLength={200} autoComplete="off" />
        <TextInput {...text('memberCode')} description={t('memberCodeHint')} maxLength={200} autoComplete="off" />
        <NativeSelect
          label={t('emailConsent')}
          data={consents}
          value={draft.emailConsent}
          onChange={(event) => set({ emailConsent: event.currentTarget.value as ProfileDraft['emailConsent'] })}
        />
        <NativeSelect
          label={t('smsConsent')}
          data={consents}
          value={draft.smsConsent}
          onChange={(event) => set({ smsConsent: event.currentTarget.value as ProfileDraft['smsConsent'] })}
        />
        <NativeSelect
          label={t('gender')}
          data={[
            { value: '', label: t('unknown') },
            ...(['male', 'female', 'other'] as const).map((value) => ({ value, label: t(value) })),
          ]}
          value={draft.gender}
          onChange={(event) => set({ gender: event.currentTarget.value as ProfileDraft['gender'] })}
        />
        <TextInput {...text('birthDate')} description={t('birthHint')} maxLength={20} autoComplete="off" />
        <TagsInput
          label={t('groups')}
          description={t('groupsHint')}
          value={[...draft.groups]}
          onChange={(groups) => set({ groups })}
          error={fault('groups')}
        />
        <AddressFields addresses={draft.addresses} onChange={(addresses) => set({ addresses })} />
      </Stack>
      {/* Enter in a field saves; the visible buttons are those of the save bar. */}
      <button type="submit" hidden aria-hidden tabIndex={-1} />
      <SaveBar isDirty={!isSame(draft, before)} isSaving={save.isPending} onSave={submit} onDiscard={onEnd} />
    </form>
  );
}

function useSave(id: string, setFaults: (faults: Faults) => void, onEnd: () => void) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const changed = useChanged(id);
  return useMutation({
    mutationFn: (edit: Edit) => got(api.PATCH('/api/v1/customers/{id}', { params: { path: { id } }, body: edit })),
    onSuccess: (customer) => {
      changed(customer);
      toast.done(t('saved'));
      onEnd();
    },
    onError: (error) => {
      const faults = faultsOf(error);
      if (faults) setFaults(faults);
      toast.failed(faults ? t('check') : t('saveFailed', { message: error.message }));
    },
  });
}
