import { Alert, Paper, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Page } from '../../parts/page.tsx';
import { SaveBar } from '../../parts/save-bar.tsx';
import { useToast } from '../../parts/toast.tsx';
import { useFormats } from '../../session/admin.tsx';
import classes from './builder.module.css';
import { BuilderContext } from './builder-context.ts';
import type { Catalogue, Template } from './catalogue.ts';
import type { Cost } from './cost-note.tsx';
import { CountSaid } from './count-said.tsx';
import { DefinitionEditor } from './definition-editor.tsx';
import { problemsOf } from './form-args.ts';
import { type Edited, keptDraft, useKeptDraft } from './kept-draft.ts';
import { NameFields } from './name-fields.tsx';
import { PreviewBar } from './preview-bar.tsx';
import { PreviewPane } from './preview-pane.tsx';
import { SlowDialog } from './slow-dialog.tsx';
import { Templates } from './templates.tsx';
import { useTextMode } from './text/use-text-mode.ts';
import { useTexts } from './texts.ts';
import { conditionsOf, EMPTY } from './tree.ts';
import { UndoButtons } from './undo-buttons.tsx';
import { useBuilder } from './use-builder.ts';
import { useDiff } from './use-diff.ts';
import { usePreview } from './use-preview.ts';
import { type Segment, useSave } from './use-save.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { fromDefinition, toDefinition } from './wire.ts';

const NOTHING: Edited = { name: '', description: '', draft: EMPTY };

/** The builder itself: name, clauses, preview, and what saves them. `saved` is what is changed; null makes a new segment. */
export function SegmentBuilder({ catalogue, saved }: { catalogue: Catalogue; saved: Segment | null }) {
  const t = useTexts();
  const { locale } = useFormats();
  const toast = useToast();
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const [start] = useState(() => (saved ? editedOf(saved) : NOTHING));
  const [kept] = useState(() => matching(keptDraft(), saved));
  const [said, say] = useState('');
  const [isAllShown, setAllShown] = useState(false);
  const [nameProblem, setNameProblem] = useState<'nameMissing' | 'nameTaken' | null>(null);
  const [over] = useState(() => kept?.of ?? (saved && { id: saved.id, version: saved.version }));
  const { edited, canUndo, canRedo, actions } = useBuilder(catalogue, start, kept);
  const [slow, setSlow] = useState<Cost | null>(null);
  const save = useSave(over, { onNameTaken: () => setNameProblem('nameTaken'), onSlow: setSlow });

  const { draft } = edited;
  const [search] = useSearchParams();
  const [typed] = useState(() => (kept ? (kept.text ?? null) : search.get('text')));
  const mode = useTextMode(draft, typed, actions.write);
  const isText = mode.text !== null;
  const isEmpty = draft.include.length + draft.exclude.length === 0;
  const incomplete = useMemo(
    () =>
      conditionsOf(draft).filter(({ kind, args }) => {
        const form = catalogue.kinds.get(kind)?.form;
        return form !== undefined && problemsOf(form, args).length > 0;
      }),
    [draft, catalogue],
  );
  const isWhole = !isEmpty && incomplete.length === 0;
  const preview = usePreview(draft, isWhole && mode.isRead, saved?.id ?? null);
  const isChanged = saved !== null && definitionOf(edited) !== definitionOf(start);
  const isCounted = preview.preview !== undefined && preview.preview.interval === null;
  const diff = useDiff(saved?.id ?? null, isChanged && isCounted ? preview.text : null);
  const isDirty = !save.isDone && (contentOf(edited) !== contentOf(start) || !mode.isRead);

  const { text } = mode;
  useKeptDraft(
    useMemo(
      () => (isDirty ? { ...edited, of: over, ...(text === null ? {} : { text }) } : null),
      [edited, isDirty, over, text],
    ),
  );

  const goToIncomplete = () => {
    const [first] = incomplete;
    setAllShown(true);
    if (first) actions.fillIn(first.id);
  };
  const submit = () => {
    if (save.isRunning || !isDirty) return;
    if (edited.name.trim() === '') return setNameProblem('nameMissing');
    if (!mode.isRead) return toast.failed(t(mode.problems.length > 0 ? 'textOnSave' : 'textReading'));
    if (isEmpty) return toast.failed(t('emptyOnSave'));
    if (incomplete.length > 0) {
      toast.failed(t('incompleteOnSave'));
      return goToIncomplete();
    }
    if (preview.preview?.cost.isSlow && (saved === null || isChanged)) return setSlow(preview.preview.cost);
    save.run({ ...edited, acceptCost: false });
  };
  const discard = () => {
    const before = edited;
    mode.discard();
    actions.replace(start);
    setNameProblem(null);
    setAllShown(false);
    toast.done(t('discarded'), () => {
      actions.replace(before);
      if (text !== null) mode.resume(text);
    });
  };
  const undo = () => {
    actions.undo();
    say(t('saidUndone'));
  };
  const redo = () => {
    actions.redo();
    say(t('saidRedone'));
  };
  useShortcuts({ undo: isText ? null : undo, redo: isText ? null : redo, save: submit });
  const choose = (template: Template) => {
    const next = fromDefinition(template.definition);
    actions.replace({
      name: edited.name || template.name[locale],
      description: edited.description || template.description[locale],
      draft: next,
    });
    const [first] = conditionsOf(next);
    if (first) actions.fillIn(first.id);
  };

  const parts = useMemo(
    () => ({ catalogue, limits: catalogue.limits, actions, say, segment: saved?.id ?? null }),
    [catalogue, actions, saved],
  );
  const isUnreadable = !mode.isRead && mode.problems.length > 0;
  const unread = mode.isRead ? null : t(isUnreadable ? 'textUnread' : 'textReading');
  const hold = isUnreadable
    ? t('textUnreadShort')
    : (unread ?? (incomplete.length > 0 ? t('incompleteShort', { count: incomplete.length }) : null));
  const pane = (
    <PreviewPane
      state={preview}
      incomplete={incomplete.length}
      isEmpty={isEmpty}
      draft={draft}
      unread={unread}
      diff={diff}
      onGoToIncomplete={goToIncomplete}
    />
  );
  return (
    <BuilderContext value={parts}>
      <Page
        title={t(saved ? 'editTitle' : 'createTitle')}
        subtitle={<Link to={saved ? `/segments/${saved.id}` : '/segments'}>{t(saved ? 'backToSegment' : 'back')}</Link>}
        actions={<UndoButtons onUndo={canUndo && !isText ? undo : null} onRedo={canRedo && !isText ? redo : null} />}
      >
        <div className={classes['columns']}>
          <Stack gap="md" miw={0}>
            {kept && (
              <Text size="sm" c="dimmed">
                {t('restored')}
              </Text>
            )}
            <NameFields
              name={edited.name}
              description={edited.description}
              problem={nameProblem}
              onChange={(field, value) => {
                if (field === 'name') setNameProblem(null);
                actions.setText(field, value);
              }}
            />
            {over && (
              <Alert variant="light" p="xs" role="note">
                {t('newVersion', { version: over.version, next: over.version + 1 })}
              </Alert>
            )}
            {isEmpty && saved === null && !isText && <Templates templates={catalogue.templates} onChoose={choose} />}
            <DefinitionEditor
              draft={draft}
              mode={mode}
              marks={preview.marks}
              isAllShown={isAllShown}
              isIncomplete={incomplete.length > 0}
              onGoToIncomplete={goToIncomplete}
            />
          </Stack>
          {isWide ? (
            <Paper component="section" aria-labelledby="preview" className={classes['pane'] ?? ''} data-scrolls>
              <Title order={2} id="preview" mb="sm">
                {t('preview')}
              </Title>
              {pane}
            </Paper>
          ) : (
            <PreviewBar state={preview} hold={hold} diff={diff?.diff}>
              {pane}
            </PreviewBar>
          )}
        </div>
      </Page>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      <CountSaid state={preview} />
      <SlowDialog
        cost={slow}
        draft={draft}
        onClose={() => setSlow(null)}
        onAccept={() => {
          setSlow(null);
          save.run({ ...edited, acceptCost: true });
        }}
      />
      <SaveBar isDirty={isDirty} isSaving={save.isRunning} onSave={submit} onDiscard={discard} />
    </BuilderContext>
  );
}

function editedOf({ name, description, definition }: Segment): Edited {
  return { name, description, draft: fromDefinition(definition ?? {}) };
}

/** A kept draft belongs to the page it was written on. */
function matching(kept: ReturnType<typeof keptDraft>, saved: Segment | null) {
  return kept && (kept.of?.id ?? null) === (saved?.id ?? null) ? kept : null;
}

const definitionOf = ({ draft }: Edited) => JSON.stringify(toDefinition(draft));
const contentOf = (edited: Edited) => JSON.stringify([edited.name, edited.description, definitionOf(edited)]);
