import { Button, Group, Radio, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMe } from '../../../session/admin.tsx';
import { ScopeChoice } from './scope-choice.tsx';
import { BUNDLES, grantable, type Scope } from './scopes.ts';
import { useTexts } from './texts.ts';

export interface NewKey {
  readonly name: string;
  readonly scopes: (Scope | '*')[];
}

type Kind = keyof typeof BUNDLES | 'all' | 'own';

/** A name and what the key may do: a bundle for the usual, or right by right. Nobody is offered what they do not hold themselves. */
export function KeyForm(props: { isBusy: boolean; onCancel: () => void; onSubmit: (key: NewKey) => void }) {
  const t = useTexts();
  const { principal } = useMe();
  const held = grantable(principal.scopes);
  const bundles = (Object.keys(BUNDLES) as (keyof typeof BUNDLES)[]).filter((name) =>
    BUNDLES[name].every((scope) => held.includes(scope)),
  );
  // A key that holds every single right of today is not one that holds all of tomorrow's: only owners can give that.
  const kinds: readonly Kind[] = [...bundles, ...(principal.role === 'owner' ? (['all'] as const) : []), 'own'];
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Kind>(kinds[0] ?? 'own');
  const [chosen, setChosen] = useState<readonly Scope[]>([]);
  const [isChecked, setChecked] = useState(false);
  const scopes = kind === 'all' ? (['*'] as const) : kind === 'own' ? chosen : BUNDLES[kind];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '' || scopes.length === 0) return setChecked(true);
    props.onSubmit({ name: name.trim(), scopes: [...scopes] });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label={t('name')}
          description={t('nameHint')}
          required
          maxLength={200}
          autoComplete="off"
          data-autofocus
          value={name}
          error={isChecked && name.trim() === '' && t('nameMissing')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Radio.Group label={t('kind')} value={kind} onChange={(value) => setKind(value)}>
          <Stack gap="xs" mt={6}>
            {kinds.map((value) => (
              <Radio key={value} value={value} label={t(value)} description={t(`${value}About`)} />
            ))}
          </Stack>
        </Radio.Group>
        {kind === 'own' && (
          <ScopeChoice
            held={held}
            chosen={chosen}
            error={isChecked && chosen.length === 0 ? t('scopesMissing') : null}
            onChange={setChosen}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onCancel}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={props.isBusy}>
            {t('create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
