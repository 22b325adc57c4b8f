import { Alert, Paper, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { Page } from '../../parts/page.tsx';
import { SaveBar } from '../../parts/save-bar.tsx';
import { useToast } from '../../parts/toast.tsx';
import { useFormats } from '../../session/admin.tsx';
import classes from './builder.module.css';
import { BuilderContext, MarksContext } from './builder-context.ts';
import type { Catalogue, Template } from './catalogue.ts';
import { CountSaid } from './count-said.tsx';
import { problemsOf } from './form-args.ts';
import { type Edited, keptDraft, useKeptDraft } from './kept-draft.ts';
import { NameFields } from './name-fields.tsx';
import { PreviewBar } from './preview-bar.tsx';
import { PreviewPane } from './preview-pane.tsx';
import { SideSection } from './side-section.tsx';
import { Templates } from './templates.tsx';
import { useTexts } from './texts.ts';
import { conditionsOf, EMPTY, SIDES } from './tree.ts';
import { UndoButtons } from './undo-buttons.tsx';
import { useBuilder } from './use-builder.ts';
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
  const save = useSave(over, () => setNameProblem('nameTaken'));

  const { draft } = edited;
  const isEmpty = draft.include.length + draft.exclude.length === 0;
  const incomplete = useMemo(
    () =>
      conditionsOf(draft).filter(({ kind, args }) => {
        const form = catalogue.kinds.get(kind)?.form;
        return form !== undefined && problemsOf(form, args).length > 0;
      }),
    [draft, catalogue],
  );
  const preview = usePreview(draft, !isEmpty && incomplete.length === 0);
  const isDirty = !save.isDone && contentOf(edited) !== contentOf(start);

  useKeptDraft(useMemo(() => (isDirty ? { ...edited, of: over } : null), [edited, isDirty, over]));

  const goToIncomplete = () => {
    const [first] = incomplete;
    setAllShown(true);
    if (first) actions.fillIn(first.id);
  };
  const submit = () => {
    if (save.isRunning || !isDirty) return;
    if (edited.name.trim() === '') return setNameProblem('nameMissing');
    if (isEmpty) return toast.failed(t('emptyOnSave'));
    if (incomplete.length > 0) {
      toast.failed(t('incompleteOnSave'));
      return goToIncomplete();
    }
    save.run(edited);
  };
  const discard = () => {
    const before = edited;
    actions.replace(start);
    setNameProblem(null);
    setAllShown(false);
    toast.done(t('discarded'), () => actions.replace(before));
  };
  const undo = () => {
    actions.undo();
    say(t('saidUndone'));
  };
  const redo = () => {
    actions.redo();
    say(t('saidRedone'));
  };
  useShortcuts({ undo, redo, save: submit });
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

  const parts = useMemo(() => ({ catalogue, limits: catalogue.limits, actions, say }), [catalogue, actions]);
  const pane = (
    <PreviewPane state={preview} incomplete={incomplete.length} isEmpty={isEmpty} onGoToIncomplete={goToIncomplete} />
  );
  return (
    <BuilderContext value={parts}>
      <Page
        title={t(saved ? 'editTitle' : 'createTitle')}
        subtitle={<Link to={saved ? `/segments/${saved.id}` : '/segments'}>{t(saved ? 'backToSegment' : 'back')}</Link>}
        actions={<UndoButtons onUndo={canUndo ? undo : null} onRedo={canRedo ? redo : null} />}
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
            {isEmpty && saved === null && <Templates templates={catalogue.templates} onChoose={choose} />}
            <MarksContext value={preview.marks}>
              {SIDES.map((side) => (
                <SideSection
                  key={side}
                  side={side}
                  hasOther={draft[side === 'include' ? 'exclude' : 'include'].length > 0}
                  clauses={draft[side]}
                  isAllShown={isAllShown}
                />
              ))}
            </MarksContext>
          </Stack>
          {isWide ? (
            <Paper component="section" aria-labelledby="preview" className={classes['pane'] ?? ''} data-scrolls>
              <Title order={2} id="preview" mb="sm">
                {t('preview')}
              </Title>
              {pane}
            </Paper>
          ) : (
            <PreviewBar state={preview} incomplete={incomplete.length}>
              {pane}
            </PreviewBar>
          )}
        </div>
      </Page>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      <CountSaid state={preview} />
      <SaveBar isDirty={isDirty} isSaving={save.isRunning} onSave={submit} onDiscard={discard} />
    </BuilderContext>
  );
}

function editedOf({ name, description, definition }: Segment): Edited {
  return { name, description, draft: fromDefinition(definition) };
}

/** A kept draft belongs to the page it was written on. */
function matching(kept: ReturnType<typeof keptDraft>, saved: Segment | null) {
  return kept && (kept.of?.id ?? null) === (saved?.id ?? null) ? kept : null;
}

const definitionOf = ({ draft }: Edited) => JSON.stringify(toDefinition(draft));
const contentOf = (edited: Edited) => JSON.stringify([edited.name, edited.description, definitionOf(edited)]);
