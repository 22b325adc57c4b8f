import { Alert, Button, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { keepState, useKeptState } from '../../../parts/kept-state.ts';
import { SaveBar } from '../../../parts/save-bar.tsx';
import { useToast } from '../../../parts/toast.tsx';
import { useApi } from '../../../session/admin.tsx';
import { LoyaltyFrame } from '../frame.tsx';
import type { Programme, ProgrammeList } from '../loyalty.ts';
import { RecountProgress } from '../progress.tsx';
import { Beside } from './beside.tsx';
import { Birthday } from './birthday.tsx';
import { DRAFT, type KeptProgramme, type RuleForm } from './draft.ts';
import { Earning } from './earning.tsx';
import classes from './editor.module.css';
import { EditingContext } from './editor-context.ts';
import { differences } from './facts.ts';
import { General } from './general.tsx';
import { goToProblem } from './go-to-problem.ts';
import { PublishDialog } from './publish-dialog.tsx';
import { Rules } from './rules.tsx';
import { Spending } from './spending.tsx';
import { useTexts } from './texts.ts';
import { Tiers } from './tiers.tsx';
import { checkNow } from './use-check.ts';
import { useDraft } from './use-draft.ts';
import { useFacts } from './use-facts.ts';
import { usePublish } from './use-publish.ts';
import { Versions } from './versions.tsx';

interface Props {
  readonly list: ProgrammeList;
  readonly forms: ReadonlyMap<string, RuleForm>;
  /** What editing begins with: the newest version, or what a first one starts from. */
  readonly start: Programme;
  readonly kept: KeptProgramme | null;
  /** Everything that was edited is in a version now. */
  onPublished(): void;
}

/** The whole programme on one page, with an order by it and its cost beside. Nothing counts before it is published. */
export function Editor({ list, forms, start, kept, onPublished }: Props) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const navigate = useNavigate();
  const state = useDraft(kept?.programme ?? start, forms);
  const { draft, setDraft, check, editing, setAllShown } = state;
  const [after] = useState(() => kept?.after ?? list.versions[0]?.version ?? 0);
  const [isPublishing, setPublishing] = useState(false);
  const [isGone, setGone] = useState<'published' | 'trying' | null>(null);
  const isFirst = after === 0;
  const isChanged = JSON.stringify(draft) !== JSON.stringify(start);
  const publication = usePublish(() => {
    setPublishing(false);
    setGone('published');
  });
  const newest = list.versions.find(({ version }) => version === after)?.programme ?? null;
  const [was, is] = [useFacts(newest, forms), useFacts(state.lastValid, forms)];

  const unsaved = useMemo(
    () => (isChanged && isGone !== 'published' ? { programme: draft, after } : null),
    [draft, after, isChanged, isGone],
  );
  useKeptState(DRAFT, unsaved);
  // After it has been drawn as clean: until then leaving the page is asked about.
  useEffect(() => {
    if (isGone === null) return;
    keepState(DRAFT, unsaved);
    if (isGone === 'published') onPublished();
    else void navigate('/loyalty/back-test', { state: { programme: draft } });
  }, [isGone, unsaved, draft, navigate, onPublished]);

  /** Does it with a draft that is in order; otherwise shows what is wrong. */
  const whenInOrder = async (act: () => void) => {
    try {
      const { problems } = await checkNow(client, api, draft);
      if (problems.length === 0) return act();
      setAllShown(true);
      toast.failed(t('notReady', { count: problems.length }));
      // When the problems have been drawn.
      setTimeout(() => goToProblem(problems.map(({ path }) => path)), 60);
    } catch (error) {
      toast.failed(t('checkFailed', { message: (error as Error).message }));
    }
  };
  const submit = () => {
    publication.reset();
    void whenInOrder(() => setPublishing(true));
  };
  const discard = () => {
    const before = draft;
    setDraft(start);
    setAllShown(false);
    toast.done(t('discarded'), () => setDraft(before));
  };
  const problems = check?.problems ?? [];
  return (
    <EditingContext value={editing}>
      <LoyaltyFrame
        name={t('title')}
        subtitle={t(isFirst ? 'aboutFirst' : 'about')}
        actions={
          <>
            <Button variant="default" onClick={() => void whenInOrder(() => setGone('trying'))}>
              {t('tryFirst')}
            </Button>
            {isFirst && <Button onClick={submit}>{t('publishFirst')}</Button>}
          </>
        }
      >
        <RecountProgress list={list} />
        {kept && (
          <Text size="sm" c="dimmed">
            {t('restored')}
          </Text>
        )}
        {editing.isAllShown && problems.length > 0 && (
          <Alert color="red" role="status" p="xs">
            {t('notReady', { count: problems.length })}{' '}
            <Button size="compact-xs" variant="default" onClick={() => goToProblem(problems.map(({ path }) => path))}>
              {t('goTo')}
            </Button>
          </Alert>
        )}
        <div className={classes['columns']}>
          <Stack gap="md" miw={0}>
            <General />
            <Rules />
            <Earning />
            <Spending />
            <Tiers />
            <Birthday />
            <Versions list={list} forms={forms} />
          </Stack>
          <Beside state={state} />
        </div>
      </LoyaltyFrame>
      {isPublishing && (
        <PublishDialog
          isFirst={isFirst}
          changes={newest ? differences(was, is) : null}
          warnings={(check?.warnings ?? []).map(({ message }) => message)}
          isBusy={publication.isBusy}
          refused={publication.refused}
          onClose={() => setPublishing(false)}
          onPublish={(given) => publication.publish({ programme: draft, after, ...given })}
        />
      )}
      <SaveBar
        isDirty={isChanged && isGone === null}
        isSaving={publication.isBusy}
        onSave={submit}
        onDiscard={discard}
      />
    </EditingContext>
  );
}
