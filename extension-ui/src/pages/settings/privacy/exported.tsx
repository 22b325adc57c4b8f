import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconDownload, IconEye } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { got } from '../../../api/client.ts';
import { saveFile } from '../../../parts/save-file.ts';
import { useToast } from '../../../parts/toast.tsx';
import { useApi, useFormats } from '../../../session/admin.tsx';
import { collectedIn } from './request.ts';
import { useTexts } from './texts.ts';

/** What was collected about somebody. Read only when it is asked for, since each look is written down; gone when this is closed. */
export function Exported({ id }: { id: string }) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const toast = useToast();
  const read = useMutation({
    mutationFn: async () => (await got(api.GET('/api/v1/privacy-requests/{id}', { params: { path: { id } } }))).export,
    onError: (error) => toast.failed(t('failed', { message: error.message })),
    gcTime: 0,
  });
  const text = read.data == null ? '' : JSON.stringify(read.data, null, 2);
  return (
    <Stack gap="sm">
      <Text size="sm">{t('exportAbout')}</Text>
      {read.isSuccess && read.data == null && <Text size="sm">{t('exportGone')}</Text>}
      {text === '' ? (
        <Group>
          <Button
            leftSection={<IconEye size={16} aria-hidden />}
            loading={read.isPending}
            onClick={() => read.mutate()}
          >
            {t('exportRead')}
          </Button>
        </Group>
      ) : (
        <>
          <Stack gap={2} role="status">
            {collectedIn(read.data).map(({ name, orders, notes, changes }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: what was read does not change
              <Text key={index} size="sm">
                {t('exportHolds', {
                  name: name ?? t('noName'),
                  orders: f.number(orders),
                  notes: f.number(notes),
                  changes: f.number(changes),
                })}
              </Text>
            ))}
          </Stack>
          <Group>
            <Button
              leftSection={<IconDownload size={16} aria-hidden />}
              onClick={() => saveFile(`privacy-request-${id}.json`, text)}
            >
              {t('exportSave')}
            </Button>
          </Group>
          <Code
            block
            // A region that scrolls has to be reachable by keyboard.
            tabIndex={0}
            role="region"
            aria-label={t('exportShown')}
            data-scrolls
            style={{ maxHeight: 360, overflow: 'auto' }}
          >
            {text}
          </Code>
        </>
      )}
    </Stack>
  );
}
