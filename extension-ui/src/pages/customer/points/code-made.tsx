import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { CopyField } from '../../../parts/copy-field.tsx';
import { useFormats } from '../../../session/admin.tsx';
import type { Hold } from './points.ts';
import { useTexts } from './texts.ts';
import { usePointsText } from './use-amounts.ts';

/** The code, to be given to the customer. It stays on their card until it is used. */
export function CodeMade({ code, onClose }: { code: Hold; onClose: () => void }) {
  const t = useTexts();
  const f = useFormats();
  const pointsText = usePointsText();
  const said = useRef<HTMLParagraphElement>(null);
  // The button that was pressed is gone: what came of it is read, and Tab goes on from there.
  useEffect(() => said.current?.focus(), []);
  const values = { points: pointsText(code.points), amount: f.money(code.amountMinor) };
  return (
    <Stack gap="sm">
      <Text size="sm" ref={said} tabIndex={-1} style={{ outline: 'none' }}>
        {t('codeMade', values)}
      </Text>
      <CopyField label={t('code')} value={code.code ?? ''} description={t('codeHint')} />
      <Group justify="flex-end">
        <Button onClick={onClose}>{t('codeDone')}</Button>
      </Group>
    </Stack>
  );
}
