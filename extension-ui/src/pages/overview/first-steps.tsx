import { Button, List, Paper, Text, ThemeIcon, Title, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconNumber1, IconNumber2, IconNumber3 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { got } from '../../api/client.ts';
import { useApi, useCan, useFormats } from '../../session/admin.tsx';
import classes from './overview.module.css';
import { useTexts } from './texts.ts';

/** A shop that nothing has come from yet: what to do, and what will happen then. */
export function FirstSteps() {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const mayConnect = useCan('settings:write');
  const mayLook = useCan('settings:read');
  const mayCreate = useCan('segments:write');
  const connections = useQuery({
    queryKey: ['connections'],
    queryFn: async ({ signal }) => (await got(api.GET('/api/v1/connections', { signal }))).items,
    enabled: mayLook,
  });
  const names = (connections.data ?? []).filter(({ state }) => state === 'active').map(({ domain }) => domain);
  const isConnected = names.length > 0;
  return (
    <Paper component="section" p="lg" aria-labelledby="first-steps">
      <Title order={2} id="first-steps">
        {t('startTitle')}
      </Title>
      <Text c="dimmed" size="sm" mb="lg">
        {t('startBody')}
      </Text>
      <List className={classes['steps'] ?? ''} type="ordered" listStyleType="none" spacing="lg" center={false}>
        <Step icon={<IconNumber1 size={18} />} isDone={isConnected} title={t('startConnect')}>
          {isConnected ? t('startConnected', { names: f.list(names) }) : t('startConnectBody')}
          {!isConnected && mayConnect && (
            <Button component={Link} to="/settings/connections" size="xs" mt="xs" display="table">
              {t('startConnectDo')}
            </Button>
          )}
        </Step>
        <Step icon={<IconNumber2 size={18} />} title={t('startOrder')}>
          {t('startOrderBody')}
        </Step>
        <Step icon={<IconNumber3 size={18} />} title={t('startSegment')}>
          {t('startSegmentBody')}
          {mayCreate && (
            <Button component={Link} to="/segments/new" size="xs" mt="xs" variant="default" display="table">
              {t('startSegmentDo')}
            </Button>
          )}
        </Step>
      </List>
    </Paper>
  );
}

function Step(props: { icon: ReactNode; isDone?: boolean; title: string; children: ReactNode }) {
  const { icon, isDone = false, title, children } = props;
  const t = useTexts();
  return (
    <List.Item
      icon={
        <ThemeIcon size={32} radius="xl" variant={isDone ? 'filled' : 'light'} aria-hidden>
          {isDone ? <IconCheck size={18} /> : icon}
        </ThemeIcon>
      }
    >
      <Text fw={600} size="sm">
        {title}
        {isDone && <VisuallyHidden> ({t('done')})</VisuallyHidden>}
      </Text>
      <Text size="sm" c="dimmed" component="div" maw={560}>
        {children}
      </Text>
    </List.Item>
  );
}
