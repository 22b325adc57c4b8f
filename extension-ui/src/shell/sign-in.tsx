import { Button, Container, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { StandaloneBridge } from '../bridge/standalone.ts';
import { useTexts } from './texts.ts';

/** The way in where no host brings one: an API key of the shop. The password manager may keep it; we keep it in memory only. */
export function SignIn({ bridge, onSignedIn }: { bridge: StandaloneBridge; onSignedIn: () => void }) {
  const t = useTexts();
  const [apiKey, setApiKey] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const isIn = await bridge.signIn(apiKey.trim()).catch(() => null);
    setBusy(false);
    if (isIn) onSignedIn();
    else setProblem(isIn === null ? t('unreachable') : t('wrongKey'));
  };
  return (
    <Container size={420} py={64} component="main">
      <Paper p="lg">
        <form onSubmit={(event) => void submit(event)}>
          <Stack gap="sm">
            <Title order={1}>{t('signInTitle')}</Title>
            <Text size="sm" c="dimmed">
              {t('signInBody')}
            </Text>
            <PasswordInput
              label={t('apiKey')}
              name="api-key"
              autoComplete="current-password"
              required
              value={apiKey}
              error={problem}
              onChange={(event) => setApiKey(event.currentTarget.value)}
            />
            <Button type="submit" loading={isBusy}>
              {t('signIn')}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Container>
  );
}
