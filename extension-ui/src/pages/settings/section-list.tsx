import { Text } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { NavLink } from 'react-router';
import type { SettingsSection } from './sections.ts';
import classes from './settings.module.css';
import { useTexts } from './texts.ts';

/** `isWhole`: on a page of its own, with what each section is for. */
export function SectionList({
  sections,
  isWhole = false,
}: {
  sections: readonly SettingsSection[];
  isWhole?: boolean;
}) {
  const t = useTexts();
  return (
    <nav aria-label={t('list')} className={classes['list']} data-whole={isWhole}>
      {sections.map(({ id, icon: Icon }) => (
        <NavLink key={id} to={`/settings/${id}`} className={classes['item'] ?? ''}>
          <Icon size={18} stroke={1.7} aria-hidden />
          <span className={classes['name']}>
            {t(id)}
            {isWhole && (
              <Text size="xs" c="dimmed" component="span" display="block" fw={400}>
                {t(`${id}About`)}
              </Text>
            )}
          </span>
          {isWhole && <IconChevronRight size={16} aria-hidden />}
        </NavLink>
      ))}
    </nav>
  );
}
