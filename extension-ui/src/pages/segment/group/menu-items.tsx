import { Menu } from '@mantine/core';
import { IconCopyPlus, IconFileExport, IconTags } from '@tabler/icons-react';
import { useCan } from '../../../session/admin.tsx';
import { useTexts } from './texts.ts';

export type GroupAct = 'tag' | 'copy' | 'export';

/** What one may do to everybody in a segment. */
export function useGroupActs(): readonly GroupAct[] {
  const canWrite = useCan('segments:write');
  const canTag = useCan('customers:write') && canWrite;
  const canExport = useCan('segments:export');
  return [
    ...(canTag ? (['tag'] as const) : []),
    ...(canWrite ? (['copy'] as const) : []),
    ...(canExport ? (['export'] as const) : []),
  ];
}

const ICONS = { tag: IconTags, copy: IconCopyPlus, export: IconFileExport } as const;

export function GroupItems({ onChoose }: { onChoose: (act: GroupAct) => void }) {
  const t = useTexts();
  return useGroupActs().map((act) => {
    const Icon = ICONS[act];
    return (
      <Menu.Item key={act} leftSection={<Icon size={16} aria-hidden />} onClick={() => onChoose(act)}>
        {t(act)}
      </Menu.Item>
    );
  });
}
