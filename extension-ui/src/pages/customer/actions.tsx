import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconDownload, IconUserOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useCan } from '../../session/admin.tsx';
import type { Customer } from './customer.ts';
import { EraseDialog } from './erase-dialog.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { OpenInHost, useOpens } from './open-in-host.tsx';
import { useTexts } from './texts.ts';

/** Beside the name: their page at the host, and what concerns their data as a whole. */
export function Actions({ customer, name }: { customer: Customer; name: string }) {
  const t = useTexts();
  const mayErase = useCan('privacy:write');
  const opens = useOpens();
  const [dialog, setDialog] = useState<'export' | 'erase' | null>(null);
  const account = customer.identities.find(
    ({ kind, connection, gone }) => kind === 'account' && !gone && connection !== null && opens('customer', connection),
  );
  return (
    <>
      {account?.connection && (
        <OpenInHost kind="customer" connection={account.connection} hostId={account.value} size="sm" />
      )}
      {mayErase && (
        <Menu position="bottom-end" returnFocus>
          <Menu.Target>
            <ActionIcon variant="default" size={36} aria-label={t('moreActions')}>
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconDownload size={16} aria-hidden />} onClick={() => setDialog('export')}>
              {t('exportData')}
            </Menu.Item>
            {customer.erasedAt === null && (
              <Menu.Item
                c="var(--mantine-color-error)"
                leftSection={<IconUserOff size={16} aria-hidden />}
                onClick={() => setDialog('erase')}
              >
                {t('erase')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      <ExportDialog customer={customer} name={name} opened={dialog === 'export'} onClose={() => setDialog(null)} />
      <EraseDialog customer={customer} name={name} opened={dialog === 'erase'} onClose={() => setDialog(null)} />
    </>
  );
}
