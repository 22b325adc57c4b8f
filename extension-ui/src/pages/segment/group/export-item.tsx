import { Button, Text } from '@mantine/core';
import { IconPlayerStop, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../../api/client.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { useApi, useFormats } from '../../../session/admin.tsx';
import { FileLink } from './file-link.tsx';
import { Item } from './item.tsx';
import { useTexts } from './texts.ts';
import { type Export, isOpen, useSettled } from './use-group.ts';

const MAILS = { pending: 'mailPending', sent: 'mailSent', failed: 'mailFailed', not_configured: 'mailNone' } as const;

/** A file that was made, or is being made: its links, until when, and how it is taken away. */
export function ExportItem({ made, onHide }: { made: Export; onHide?: () => void }) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const [isAsking, setAsking] = useState(false);
  const { id, segment, format, columns, state, files, linksUntil, deletedAt, mail } = made;
  const title = t('exported', { format: format.toUpperCase(), formatted: f.number(columns.length) });
  const close = () => setAsking(false);
  const remove = useMutation({
    mutationFn: () =>
      got(api.DELETE('/api/v1/segments/{id}/exports/{export}', { params: { path: { id: segment, export: id } } })),
    ...useSettled(segment),
    onSuccess: close,
  });
  const isHere = state === 'done' && deletedAt === null;
  return (
    <Item
      of={made}
      title={title}
      onHide={onHide}
      buttons={
        <>
          {isOpen(made) && (
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconPlayerStop size={14} aria-hidden />}
              aria-label={t('stopWhat', { what: title })}
              loading={remove.isPending}
              onClick={() => remove.mutate()}
            >
              {t('stop')}
            </Button>
          )}
          {isHere && (
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconTrash size={14} aria-hidden />}
              aria-label={t('deleteWhat', { what: title })}
              onClick={() => setAsking(true)}
            >
              {t('deleteFile')}
            </Button>
          )}
        </>
      }
    >
      {isHere && files.map((file) => <FileLink key={file.name} file={file} />)}
      {(isHere || deletedAt !== null) && (
        <Text size="xs" c="dimmed">
          {[
            deletedAt !== null
              ? t('deleted')
              : files.every(({ url }) => url === null)
                ? t('expired')
                : linksUntil && t('until', { when: f.dateTime(linksUntil) }),
            mail !== 'none' && t(MAILS[mail]),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      )}
      <Confirm
        opened={isAsking}
        title={t('deleteTitle')}
        action={t('deleteFile')}
        isBusy={remove.isPending}
        onClose={close}
        onConfirm={() => remove.mutate()}
      >
        {t('deleteBody')}
      </Confirm>
    </Item>
  );
}
