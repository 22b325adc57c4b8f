import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type Api, got } from '../../../api/client.ts';
import { saveFile } from '../../../parts/save-file.ts';
import { useToast } from '../../../parts/toast.tsx';
import { useApi, useFormats } from '../../../session/admin.tsx';
import { csvOf } from '../../overview/table-text.ts';
import { useAuthorName } from '../author.tsx';
import { type Posting, useWords } from './points.ts';
import { useTexts } from './texts.ts';

/** The whole statement as a file for a spreadsheet, oldest first as books are read. */
export function StatementFile({ id }: { id: string }) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const toast = useToast();
  const words = useWords();
  const authorName = useAuthorName();
  const saved = useMutation({
    mutationFn: () => everyPosting(api, id),
    onSuccess: (postings) => {
      const columns = [
        ...[t('number'), t('when'), t('bookedAt'), t('what'), t('note'), t('order'), t('amount'), t('change')],
        ...[t('balance'), t('currency'), t('rule'), t('versionColumn'), t('by'), t('hash')],
      ];
      const rows = postings
        .toReversed()
        .map((posting) => [
          posting.seq,
          f.dateTime(posting.at),
          f.dateTime(posting.bookedAt),
          words(posting.text),
          posting.note,
          posting.order && (posting.order.number ?? posting.order.id),
          posting.points,
          posting.change,
          posting.balanceAfter,
          posting.currency,
          posting.rule,
          posting.version,
          authorName(posting.by),
          posting.hash,
        ]);
      saveFile(`${t('fileName')}-${id}.csv`, csvOf({ columns, rows }), 'text/csv');
      toast.done(t('downloaded'));
    },
    onError: (error) => toast.failed(t('failed', { message: error.message })),
  });
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
      loading={saved.isPending}
      onClick={() => saved.mutate()}
    >
      {t('download')}
    </Button>
  );
}

async function everyPosting(api: Api, id: string): Promise<Posting[]> {
  const all: Posting[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const page = await got(api.GET('/api/v1/customers/{id}/loyalty/postings', { params: { path: { id }, query } }));
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
}
