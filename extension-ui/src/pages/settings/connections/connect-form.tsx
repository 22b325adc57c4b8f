import { Button, Group, NativeSelect, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { BRINGS_SECRET, PLATFORMS, type Platform } from './connection.ts';
import { usePlatformName } from './platform-name.ts';
import { useTexts } from './texts.ts';

export interface NewConnection {
  readonly platform: Platform;
  readonly domain: string;
  readonly secret?: string;
  readonly clientId?: string;
}

interface Props {
  readonly isBusy: boolean;
  /** The server said that this host shop is connected already. */
  readonly isTaken: boolean;
  onCancel(): void;
  onSubmit(connection: NewConnection): void;
}

export function ConnectForm({ isBusy, isTaken, onCancel, onSubmit }: Props) {
  const t = useTexts();
  const platformName = usePlatformName();
  const [platform, setPlatform] = useState<Platform>('woocommerce');
  const [given, setGiven] = useState({ domain: '', secret: '', clientId: '' });
  const [isChecked, setChecked] = useState(false);
  const set = (change: Partial<typeof given>) => setGiven((before) => ({ ...before, ...change }));
  const [domain, secret, clientId] = [given.domain.trim(), given.secret.trim(), given.clientId.trim()];
  const domainName = t(platform === 'pos' ? 'domainPos' : 'domain');

  const wrongDomain =
    domain === ''
      ? t('domainMissing', { what: domainName.toLowerCase() })
      : platform === 'shopify' && !/^(https?:\/\/)?[\w-]+\.myshopify\.com\/?$/i.test(domain)
        ? t('domainWrong_shopify')
        : null;
  const wrongSecret =
    secret === ''
      ? BRINGS_SECRET.has(platform)
        ? t('secretMissing')
        : null
      : secret.length < 8
        ? t('secretShort')
        : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wrongDomain !== null || wrongSecret !== null) return setChecked(true);
    const optional = { ...(secret === '' ? {} : { secret }), ...(clientId === '' ? {} : { clientId }) };
    onSubmit({ platform, domain, ...optional });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <NativeSelect
          label={t('platform')}
          data-autofocus
          value={platform}
          onChange={(event) => {
            setPlatform(event.currentTarget.value as Platform);
            set({ clientId: '' });
          }}
          data={PLATFORMS.map((value) => ({ value, label: platformName(value) }))}
        />
        <TextInput
          label={domainName}
          description={t(`hint_${platform}`)}
          required
          maxLength={200}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={given.domain}
          error={(isTaken && t('domainTaken')) || (isChecked && wrongDomain)}
          onChange={(event) => set({ domain: event.currentTarget.value })}
        />
        <PasswordInput
          label={t('secret')}
          description={t(`secretOwn_${platform}`)}
          required={BRINGS_SECRET.has(platform)}
          maxLength={200}
          autoComplete="off"
          value={given.secret}
          error={isChecked && wrongSecret}
          onChange={(event) => set({ secret: event.currentTarget.value })}
        />
        {platform === 'shopify' && (
          <TextInput
            label={t('clientId')}
            description={t('clientIdHint')}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            value={given.clientId}
            onChange={(event) => set({ clientId: event.currentTarget.value })}
          />
        )}
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={isBusy}>
            {t('create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
