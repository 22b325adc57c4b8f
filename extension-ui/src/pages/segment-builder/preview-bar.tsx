import { Button, Drawer, Group, Loader, Text } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useFormats } from '../../session/admin.tsx';
import classes from './builder.module.css';
import { useTexts } from './texts.ts';
import type { Diff } from './use-diff.ts';
import type { PreviewState } from './use-preview.ts';

/** Its height, by which the save bar stands higher. */
const BAR_PX = 52;

/** Where there is no room beside the conditions: the count in a bar at the bottom, and the rest in a sheet behind it. */
export function PreviewBar(props: {
  state: PreviewState;
  hold: string | null;
  diff: Diff | undefined;
  children: ReactNode;
}) {
  const { state, hold, diff, children } = props;
  const t = useTexts();
  const f = useFormats();
  const [isOpen, setOpen] = useState(false);
  const { preview, isCounting } = state;
  useEffect(() => {
    document.documentElement.style.setProperty('--tessera-bottom', `${BAR_PX}px`);
    return () => {
      document.documentElement.style.removeProperty('--tessera-bottom');
    };
  }, []);
  return (
    <>
      <section className={classes['bar']} aria-label={t('preview')}>
        {preview ? (
          <Text size="sm" fw={600} truncate>
            {t(preview.interval ? 'aboutCustomers' : 'customers', {
              count: preview.count,
              shown: f.number(preview.count),
            })}
            {diff &&
              ` · ${t('diffShort', { enters: f.number(diff.enters.customers), leaves: f.number(diff.leaves.customers) })}`}
          </Text>
        ) : (
          <Text size="sm" c="dimmed" truncate component="div" style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
            {isCounting && <Loader size={14} aria-hidden />}
            {isCounting ? t('counting') : (hold ?? t('preview'))}
          </Text>
        )}
        <Button
          size="compact-sm"
          style={{ flex: 'none' }}
          variant="light"
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => setOpen(true)}
        >
          {t('openPreview')}
        </Button>
      </section>
      <Drawer.Root opened={isOpen} onClose={() => setOpen(false)} position="bottom" size="auto" radius="md">
        <Drawer.Overlay />
        <Drawer.Content mah="85dvh">
          <Drawer.Body pt="md">
            <Group justify="space-between" mb="sm">
              <Drawer.Title component="h2">{t('preview')}</Drawer.Title>
              <Drawer.CloseButton aria-label={t('close')} />
            </Group>
            {children}
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    </>
  );
}
