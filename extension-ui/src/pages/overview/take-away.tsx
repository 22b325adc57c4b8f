import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCopy, IconDownload } from '@tabler/icons-react';
import { useToast } from '../../parts/toast.tsx';
import { csvOf, type PlainTable, pasteOf } from './table-text.ts';
import { useTexts } from './texts.ts';

/** The table for a spreadsheet: through the clipboard, or as a file. */
export function TakeAway({ name, table }: { name: string; table: () => PlainTable }) {
  const t = useTexts();
  const toast = useToast();
  const copy = async () => {
    if (await copied(pasteOf(table()))) toast.done(t('copied'));
    else toast.failed(t('notCopied'));
  };
  return (
    <>
      <Tooltip label={t('copy')} withinPortal={false}>
        <ActionIcon variant="default" size={30} aria-label={t('copy')} onClick={() => void copy()}>
          <IconCopy size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('download')} withinPortal={false}>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t('download')}
          onClick={() => save(`${name}.csv`, csvOf(table()))}
        >
          <IconDownload size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

/** A frame may not be allowed the clipboard; the older way of copying a selection still is. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const isDone = document.execCommand('copy');
    area.remove();
    return isDone;
  }
}

function save(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000); // the download has begun by then
}
