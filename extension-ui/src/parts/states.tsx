import { Button, Center, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCloudOff, IconLock, IconMoodEmpty, IconPlugConnectedX } from '@tabler/icons-react';
import { type ReactNode, useContext } from 'react';
import { Link } from 'react-router';
import { ApiError } from '../api/error.ts';
import { HeadingLevel } from './heading-level.ts';
import { useTexts } from './texts.ts';

/** Nothing is here yet, or nothing was found: says what to do about it. */
export function EmptyState(props: { title: string; children?: ReactNode; icon?: ReactNode; action?: ReactNode }) {
  const { title, children, icon = <IconMoodEmpty aria-hidden />, action } = props;
  const level = useContext(HeadingLevel);
  return (
    <Center py={48} px="md">
      <Stack align="center" gap="sm" maw={420} ta="center">
        <ThemeIcon size={48} radius="xl" variant="light" aria-hidden>
          {icon}
        </ThemeIcon>
        <Title order={level} size="h2">
          {title}
        </Title>
        {children && (
          <Text c="dimmed" size="sm" component="div">
            {children}
          </Text>
        )}
        {action}
      </Stack>
    </Center>
  );
}

/** Something could not be loaded. Unreachable, forbidden, missing and broken read differently, since one does different things about them. */
export function ErrorState({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const t = useTexts();
  const known = error instanceof ApiError ? error : null;
  if (known?.status === 403) return <ForbiddenState />;
  if (known?.status === 404) return <MissingState />;
  const again = retry && (
    <Button variant="default" onClick={retry}>
      {t('retry')}
    </Button>
  );
  return (
    <div role="alert">
      <EmptyState
        title={t('failed')}
        icon={known?.isOffline ? <IconCloudOff /> : <IconPlugConnectedX />}
        action={again}
      >
        {known?.isOffline ? t('offline') : (known?.message ?? String(error))}
        {known?.requestId && (
          <Text size="xs" c="dimmed" mt={4}>
            {t('request', { id: known.requestId })}
          </Text>
        )}
      </EmptyState>
    </div>
  );
}

export function MissingState({ children }: { children?: ReactNode }) {
  const t = useTexts();
  return (
    <EmptyState
      title={t('notFoundTitle')}
      action={
        <Button component={Link} to="/" variant="default">
          {t('toOverview')}
        </Button>
      }
    >
      {children ?? t('notFoundBody')}
    </EmptyState>
  );
}

export function ForbiddenState() {
  const t = useTexts();
  return (
    <EmptyState title={t('forbiddenTitle')} icon={<IconLock />}>
      {t('forbiddenBody')}
    </EmptyState>
  );
}
