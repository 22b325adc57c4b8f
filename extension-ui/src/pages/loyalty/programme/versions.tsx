import { Badge, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useFormats } from '../../../session/admin.tsx';
import { type ProgrammeList, type Version, versionsNow } from '../loyalty.ts';
import { Changes } from './changes.tsx';
import type { RuleForm } from './draft.ts';
import classes from './editor.module.css';
import { differences } from './facts.ts';
import { Section } from './section.tsx';
import { useTexts } from './texts.ts';
import { useFacts } from './use-facts.ts';

type Forms = ReadonlyMap<string, RuleForm>;

/** Every version, newest first, and what each changed. */
export function Versions({ list, forms }: { list: ProgrammeList; forms: Forms }) {
  const t = useTexts();
  if (list.versions.length === 0) return null;
  return (
    <Section title={t('versions')} about={t('versionsAbout')}>
      <ol className={classes['versions']}>
        {list.versions.map((version, index) => (
          <One
            key={version.version}
            version={version}
            before={list.versions[index + 1] ?? null}
            state={stateOf(version, list)}
            forms={forms}
          />
        ))}
      </ol>
    </Section>
  );
}

function One(props: { version: Version; before: Version | null; state: 'now' | 'planned' | 'past'; forms: Forms }) {
  const { version, before, state, forms } = props;
  const t = useTexts();
  const f = useFormats();
  const [isOpen, setOpen] = useState(false);
  const { by, note } = version;
  return (
    <li>
      <Group gap="xs" justify="space-between">
        <Group gap="xs">
          <Text fw={600} size="sm">
            {t('versionOf', { version: version.version })}
          </Text>
          <Badge color={state === 'now' ? 'glaze' : state === 'planned' ? 'blue' : 'gray'}>
            {t(`version_${state}`)}
          </Badge>
        </Group>
        {before && (
          <Button
            size="compact-sm"
            variant="default"
            aria-expanded={isOpen}
            aria-label={t(isOpen ? 'hideChangesOf' : 'seeChangesOf', { version: version.version })}
            onClick={() => setOpen(!isOpen)}
          >
            {t(isOpen ? 'hideChanges' : 'seeChanges')}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {t('versionFrom', { day: f.dateTime(version.from) })}
        {' · '}
        {by.name
          ? t('publishedBy', { day: f.dateTime(version.at), name: by.name })
          : t('publishedAt', { day: f.dateTime(version.at) })}
      </Text>
      {note && <Text size="sm">{note}</Text>}
      {isOpen && before && <ChangesBetween before={before} after={version} forms={forms} />}
    </li>
  );
}

function ChangesBetween({ before, after, forms }: { before: Version; after: Version; forms: Forms }) {
  const [was, is] = [useFacts(before.programme, forms), useFacts(after.programme, forms)];
  return <Changes changes={differences(was, is)} />;
}

function stateOf({ version }: Version, list: ProgrammeList): 'now' | 'planned' | 'past' {
  const { now, planned } = versionsNow(list);
  return version === now?.version ? 'now' : version === planned?.version ? 'planned' : 'past';
}
