import { Button, Drawer, Group, Text } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useTexts as usePartTexts } from '../../../parts/texts.ts';
import classes from './editor.module.css';
import { useTexts } from './texts.ts';

/** Its height, by which the save bar stands higher. */
const BAR_PX = 52;

/** Where there is no room beside the programme: the example in a line at the bottom, and all of it in a sheet behind. */
export function ExampleBar({ line, children }: { line: string; children: ReactNode }) {
  const t = useTexts();
  const parts = usePartTexts();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    document.documentElement.style.setProperty('--tessera-bottom', `${BAR_PX}px`);
    return () => {
      document.documentElement.style.removeProperty('--tessera-bottom');
    };
  }, []);
  return (
    <>
      <section className={classes['foot']} aria-label={t('openExample')}>
        <Text size="sm" fw={600} truncate>
          {line}
        </Text>
        <Button
          size="compact-sm"
          style={{ flex: 'none' }}
          variant="light"
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => setOpen(true)}
        >
          {t('seeExample')}
        </Button>
      </section>
      <Drawer.Root opened={isOpen} onClose={() => setOpen(false)} position="bottom" size="auto" radius="md">
        <Drawer.Overlay />
        <Drawer.Content mah="85dvh">
          <Drawer.Body pt="md">
            <Group justify="space-between" mb="sm">
              <Drawer.Title component="h2">{t('openExample')}</Drawer.Title>
              <Drawer.CloseButton aria-label={parts('close')} />
            </Group>
            {children}
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    </>
  );
}
