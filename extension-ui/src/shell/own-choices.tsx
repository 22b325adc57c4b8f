import { Group, SegmentedControl, Switch, VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { StandaloneBridge } from '../bridge/standalone.ts';
import { useTexts } from './texts.ts';

/** Language and theme, where no host chooses them. */
export function OwnChoices({ bridge }: { bridge: StandaloneBridge }) {
  const t = useTexts();
  const [context, setContext] = useState(bridge.context());
  useEffect(() => bridge.onContext(setContext), [bridge]);
  const choose = (change: Partial<typeof context>) => bridge.setContext(change);
  return (
    <Group gap="xs" wrap="nowrap">
      <SegmentedControl
        size="xs"
        aria-label={t('language')}
        value={context.locale}
        onChange={(locale) => choose({ locale })}
        data={[
          { value: 'vi', label: 'VI' },
          { value: 'en', label: 'EN' },
        ]}
      />
      <Switch
        size="sm"
        label={<VisuallyHidden>{t('theme')}</VisuallyHidden>}
        checked={context.theme === 'dark'}
        onChange={(event) => choose({ theme: event.currentTarget.checked ? 'dark' : 'light' })}
      />
    </Group>
  );
}
