import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useLive } from '../../api/live.tsx';
import { useTexts } from './texts.ts';

/** Customers are new or have changed. The list does not move under one's eyes: it waits for this button. */
export function News({ onUpdate }: { onUpdate: () => void }) {
  const t = useTexts();
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  useLive((event) => {
    if (event.name === 'customer') setChanged((before) => new Set(before).add(event.data.id));
    if (event.name === 'reset') setChanged(new Set()); // everything is asked again
  });
  return (
    <div role="status">
      {changed.size > 0 && (
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconArrowUp size={14} aria-hidden />}
          onClick={() => {
            setChanged(new Set());
            onUpdate();
          }}
        >
          {t('news', { count: changed.size })}
        </Button>
      )}
    </div>
  );
}
