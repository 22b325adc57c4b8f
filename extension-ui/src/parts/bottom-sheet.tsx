import { Button, Drawer, Group } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import classes from './bottom-sheet.module.css';
import { useTexts } from './texts.ts';

/** The height of the bar, by which the save bar stands higher. */
const BAR_PX = 52;

interface Props {
  readonly title: string;
  /** What stands in the bar while the sheet is put away. */
  readonly line: ReactNode;
  /** Of the button that opens it. */
  readonly open: string;
  readonly children: ReactNode;
}

/** Where there is no room beside a form: the gist of it in a bar at the bottom, and the rest in a sheet behind. */
export function BottomSheet({ title, line, open, children }: Props) {
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    document.documentElement.style.setProperty('--tessera-bottom', `${BAR_PX}px`);
    return () => {
      document.documentElement.style.removeProperty('--tessera-bottom');
    };
  }, []);
  return (
    <>
      <section className={classes['bar']} aria-label={title}>
        {line}
        <Button
          size="compact-sm"
          style={{ flex: 'none' }}
          variant="light"
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => setOpen(true)}
        >
          {open}
        </Button>
      </section>
      <Drawer.Root opened={isOpen} onClose={() => setOpen(false)} position="bottom" size="auto" radius="md">
        <Drawer.Overlay />
        <Drawer.Content mah="85dvh">
          <Drawer.Body pt="md">
            <Group justify="space-between" mb="sm">
              <Drawer.Title component="h2">{title}</Drawer.Title>
              <Drawer.CloseButton aria-label={t('close')} />
            </Group>
            {children}
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    </>
  );
}
