import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { got } from '../../api/client.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { useToast } from '../../parts/toast.tsx';
import { useApi } from '../../session/admin.tsx';
import { type OneSegment, segmentKey } from './segment.ts';
import { useTexts } from './texts.ts';

/** The way out of the archive that has no way back: says first what is lost. */
export function DeleteForever({ segment: { id, name } }: { segment: OneSegment }) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [isAsked, setAsked] = useState(false);
  const remove = useMutation({
    mutationFn: () =>
      got(api.DELETE('/api/v1/segments/{id}', { params: { path: { id }, query: { forever: 'true' } } })),
    onSuccess: async () => {
      toast.done(t('deleted', { name }));
      await navigate('/segments', { replace: true });
      client.removeQueries({ queryKey: segmentKey(id) });
      void client.invalidateQueries({ queryKey: ['segments'] });
    },
    onError: (error) => {
      setAsked(false);
      toast.failed(t('failedAction', { message: error.message }));
      void client.invalidateQueries({ queryKey: segmentKey(id) });
    },
  });
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconTrash size={14} aria-hidden />}
        onClick={() => setAsked(true)}
      >
        {t('deleteForever')}
      </Button>
      <Confirm
        opened={isAsked}
        title={t('deleteTitle', { name })}
        action={t('deleteForever')}
        isBusy={remove.isPending}
        onClose={() => setAsked(false)}
        onConfirm={() => remove.mutate()}
      >
        {t('deleteLoses')}
        <ul style={{ margin: '4px 0', paddingInlineStart: 20 }}>
          <li>{t('losesVersions')}</li>
          <li>{t('losesHistory')}</li>
          <li>{t('losesHands')}</li>
        </ul>
        {t('deleteKeeps')}
      </Confirm>
    </>
  );
}
