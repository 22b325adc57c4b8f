import { Button, Code, CopyButton, Group, Paper, ScrollArea, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../api/client.ts';
import { useApi, useCan } from '../../session/admin.tsx';
import type { OneDelivery } from './delivery.ts';
import { useTexts } from './texts.ts';

/** What came, masked. To see what is behind the mask is an act of its own, which the audit log keeps. */
export function Body({ delivery }: { delivery: OneDelivery }) {
  const t = useTexts();
  const api = useApi();
  const canSee = useCan('customers:read');
  const [isAsked, setAsked] = useState(false);
  const plain = useQuery({
    queryKey: ['delivery', delivery.id, 'plain'],
    enabled: isAsked,
    // Each look is written down: no look without a click.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: ({ signal }) =>
      got(
        api.GET('/api/v1/deliveries/{id}', {
          params: { path: { id: delivery.id }, query: { personal: 'true' } },
          signal,
        }),
      ),
  });
  const { body, bodyCut, headers } = plain.data ?? delivery;
  return (
    <Paper component="section" aria-label={t('body')}>
      <Group justify="space-between" gap="xs" mb="xs">
        <Title order={2}>{t('body')}</Title>
        <Group gap="xs">
          {body !== null && canSee && !plain.data && (
            <Button variant="default" size="compact-sm" loading={plain.isFetching} onClick={() => setAsked(true)}>
              {t('unmask')}
            </Button>
          )}
          {body !== null && (
            <CopyButton value={body}>
              {({ copied, copy }) => (
                <Button variant="default" size="compact-sm" onClick={copy}>
                  {copied ? t('copied') : t('copy')}
                </Button>
              )}
            </CopyButton>
          )}
        </Group>
      </Group>
      {body === null ? (
        <Text size="sm">{t('erased')}</Text>
      ) : (
        <>
          <Text size="xs" c="dimmed" mb="xs" role="status">
            {plain.data ? t('shown') : `${t('masked')}${canSee ? ` ${t('unmaskNote')}` : ''}`} {bodyCut && t('cut')}
          </Text>
          <ScrollArea.Autosize mah={420} data-scrolls viewportProps={{ tabIndex: 0, 'aria-label': t('body') }}>
            <Code block>{indented(body)}</Code>
          </ScrollArea.Autosize>
        </>
      )}
      <Title order={3} size="sm" mt="md" mb="xs">
        {t('headers')}
      </Title>
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {Object.entries(headers)
          .map(([name, value]) => `${name}: ${value}`)
          .join('\n')}
      </Code>
    </Paper>
  );
}

/**
 * JSON in lines; what is no JSON (that may be why it is parked) as it came. Numbers stay as they were written: ids of hosts are longer than a
 * JavaScript number is exact, and a browser too old to keep them gets the body as it came.
 */
function indented(body: string): string {
  const { rawJSON } = JSON as { rawJSON?: (text: string) => unknown };
  if (!rawJSON) return body;
  const asWritten = (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined ? rawJSON(context.source) : value;
  try {
    return JSON.stringify(JSON.parse(body, asWritten), null, 2);
  } catch {
    return body;
  }
}
