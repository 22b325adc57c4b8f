import { Button, Drawer, Group, Paper, Text, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useId, useState } from 'react';
import { useFormats } from '../../../session/admin.tsx';
import classes from './calendar.module.css';
import type { FlipDay } from './flips.ts';
import { People, type PeopleOf } from './people.tsx';
import { useTexts } from './texts.ts';

/** The days on which somebody comes or goes; each opens its people. */
export function DayList({ id, days }: { id: string; days: readonly FlipDay[] }) {
  const t = useTexts();
  const f = useFormats();
  const heading = useId();
  const isPhone = useMediaQuery('(max-width: 767px)', window.innerWidth < 768) ?? false;
  const [opened, setOpened] = useState<PeopleOf | null>(null);
  const way = (day: string, kind: PeopleOf['kind'], customers: number) => {
    if (customers === 0) return null;
    const count = f.number(customers);
    return (
      <Button
        variant={kind === 'enters' ? 'light' : 'default'}
        size="compact-sm"
        aria-haspopup="dialog"
        aria-label={t(kind === 'enters' ? 'opensEnters' : 'opensLeaves', { count, day: f.day(day) })}
        onClick={() => setOpened({ id, day, kind })}
      >
        {t(kind === 'enters' ? 'entersOn' : 'leavesOn', { count })}
      </Button>
    );
  };
  return (
    <Paper component="section" aria-labelledby={heading}>
      <Title order={2} id={heading} mb="xs">
        {t('dayList')}
      </Title>
      <ul className={classes['days']}>
        {days.map(({ day, enters, leaves }) => (
          <Group key={day} component="li" justify="space-between" gap="xs" py={4}>
            <Text size="sm">{f.day(day)}</Text>
            <Group gap="xs">
              {way(day, 'enters', enters)}
              {way(day, 'leaves', leaves)}
            </Group>
          </Group>
        ))}
      </ul>
      <Drawer
        opened={opened !== null}
        onClose={() => setOpened(null)}
        position={isPhone ? 'bottom' : 'right'}
        size={isPhone ? '85%' : 420}
        title={opened && t(opened.kind === 'enters' ? 'people' : 'peopleLeaving', { day: f.day(opened.day) })}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        {opened && <People of={opened} />}
      </Drawer>
    </Paper>
  );
}
