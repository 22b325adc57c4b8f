import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useLive } from '../../api/live.tsx';
import { useTexts } from './texts.ts';

/** Customers are new or have changed. The list does not move under one's eyes: it waits for this button. */
export function News({ isListed, onUpdate }: { isListed: boolean; onUpdate: () => void }) {
  const t = useTexts();
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  useLive((event) => {
    // What happens before the list is there is in it.
    if (event.name === 'customer' && isListed) setChanged((before) => new Set(before).add(event.data.id));
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
