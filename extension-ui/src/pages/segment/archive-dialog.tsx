import { Text } from '@mantine/core';
import { Confirm } from '../../parts/confirm.tsx';
import { DependantNames } from './dependant-names.tsx';
import type { Dependant } from './dependants.ts';
import { useTexts } from './texts.ts';

interface Props {
  readonly opened: boolean;
  readonly name: string;
  readonly dependants: readonly Dependant[];
  onClose(): void;
  onConfirm(): void;
}

/** Only for a segment that others name: who archives it should know of them. */
export function ArchiveDialog({ opened, name, dependants, onClose, onConfirm }: Props) {
  const t = useTexts();
  return (
    <Confirm
      opened={opened}
      title={t('archiveTitle', { name })}
      action={t('archive')}
      onClose={onClose}
      onConfirm={onConfirm}
    >
      <Text size="sm" mb={4}>
        {t('archiveNamed')}
      </Text>
      <DependantNames items={dependants} onOpen={onClose} />
      <Text size="sm" mt={4}>
        {t('archiveGoesOn')}
      </Text>
    </Confirm>
  );
}
