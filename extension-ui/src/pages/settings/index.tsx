import { Box, Group, Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChevronLeft } from '@tabler/icons-react';
import { Suspense } from 'react';
import { Link, Navigate, useParams } from 'react-router';
import { Page } from '../../parts/page.tsx';
import { ForbiddenState, MissingState } from '../../parts/states.tsx';
import { useMe } from '../../session/admin.tsx';
import { SectionList } from './section-list.tsx';
import { SECTIONS, type SettingsSection, sectionsOf } from './sections.ts';
import classes from './settings.module.css';
import { useTexts } from './texts.ts';

/** The settings: their sections at the left and the chosen one beside them; on a phone first the list, then the section. */
export function Component() {
  const t = useTexts();
  const { section: id } = useParams();
  const allowed = sectionsOf(useMe());
  const isPhone = useMediaQuery('(max-width: 767px)', window.innerWidth < 768) ?? false;
  const [first] = allowed;
  if (!first) return <ForbiddenState />;
  if (id === undefined)
    return isPhone ? (
      <Page title={t('title')}>
        <SectionList sections={allowed} isWhole />
      </Page>
    ) : (
      <Navigate to={`/settings/${first.id}`} replace />
    );
  const chosen = SECTIONS.find((section) => section.id === id);
  const content = <Chosen section={chosen} isAllowed={chosen !== undefined && allowed.includes(chosen)} />;
  if (isPhone)
    return (
      <>
        <Group mb={4}>
          <Link to="/settings" className={classes['back'] ?? ''}>
            <IconChevronLeft size={16} aria-hidden />
            {t('title')}
          </Link>
        </Group>
        {content}
      </>
    );
  return (
    <div className={classes['sides']}>
      <Box className={classes['side'] ?? ''}>
        <SectionList sections={allowed} />
      </Box>
      <Box className={classes['content'] ?? ''}>{content}</Box>
    </div>
  );
}

function Chosen({ section, isAllowed }: { section: SettingsSection | undefined; isAllowed: boolean }) {
  const t = useTexts();
  if (!section) return <MissingState />;
  if (!isAllowed) return <ForbiddenState />;
  const { id, Section } = section;
  return (
    <Page title={t(id)} name={`${t(id)} · ${t('title')}`} subtitle={t(`${id}About`)}>
      <Suspense key={id} fallback={<Skeleton height={320} aria-busy />}>
        <Section />
      </Suspense>
    </Page>
  );
}
