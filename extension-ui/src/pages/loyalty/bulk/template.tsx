import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { saveFile } from '../../../parts/save-file.ts';
import { csvOf } from '../../overview/table-text.ts';
import { useTexts } from './texts.ts';

/** The columns with a row to write over, for a spreadsheet. */
export function Template() {
  const t = useTexts();
  const save = () => {
    const columns = [t('columnPhone'), t('columnPoints'), t('columnReason')];
    saveFile(
      `${t('templateName')}.csv`,
      csvOf({ columns, rows: [['0912 345 678', 100, t('reasonOpened')]] }),
      'text/csv',
    );
  };
  return (
    <Button variant="subtle" size="compact-sm" leftSection={<IconDownload size={16} aria-hidden />} onClick={save}>
      {t('template')}
    </Button>
  );
}
