import { Alert, Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ApiError } from '../../../api/error.ts';
import { keptState, useKeptState } from '../../../parts/kept-state.ts';
import { SaveBar } from '../../../parts/save-bar.tsx';
import { useToast } from '../../../parts/toast.tsx';
import { useFormats } from '../../../session/admin.tsx';
import type { Model, Version } from '../rfm.ts';
import { useTexts } from '../texts.ts';
import { useSaveModel } from '../use-rfm.ts';
import { Axes } from './axes.tsx';
import { type Draft, problemsOf, same } from './draft.ts';
import { Grid } from './grid.tsx';
import { Labels } from './labels.tsx';
import { Preview } from './preview.tsx';

const KEPT = 'rfmModel';

/** The whole model on one page. Nothing changes before it is saved; then it is in force at once, and can be undone. */
export function ModelEditor({ version }: { version: Version }) {
  const t = useTexts();
  const f = useFormats();
  const toast = useToast();
  const [draft, setDraft] = useState<Draft | null>(() => keptState<Draft>(KEPT));
  const [isTried, setTried] = useState(false);
  const save = useSaveModel(() => {
    setDraft(null);
    setTried(false);
  });
  const model = draft?.model ?? version.model;
  const problems = problemsOf(model);
  const isDirty = draft !== null;
  useKeptState(KEPT, draft);
  const change = (next: Model) => {
    const after = draft?.after ?? version.version;
    setDraft(after === version.version && same(next, version.model) ? null : { model: next, after });
  };
  const submit = () => {
    if (!draft) return;
    setTried(true);
    if (problems.size > 0) return toast.failed(t('notReady', { count: problems.size }));
    save.mutate({ ...draft, before: version.model });
  };
  const discard = () => {
    const before = draft;
    setDraft(null);
    save.reset();
    toast.done(t('discarded'), () => setDraft(before));
  };
  const isOld = draft !== null && draft.after !== version.version;
  const isConflict = isOld || (save.error instanceof ApiError && save.error.code === 'conflict');
  const shown = { model, problems, isTried, onChange: change };
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {version.version === 0
          ? t('versionPreset')
          : t('versionSince', {
              version: version.version,
              day: f.day(version.from),
              by: version.by?.name ?? t('somebody'),
            })}
      </Text>
      {isConflict ? (
        <Alert color="orange" role="alert">
          {t('conflict')}{' '}
          <Button size="compact-xs" variant="default" onClick={discard}>
            {t('conflictTake')}
          </Button>
        </Alert>
      ) : (
        save.error && (
          <Alert color="red" role="alert">
            {t('saveFailed', { message: save.error.message })}
          </Alert>
        )
      )}
      <Axes {...shown} presets={version.presets} />
      <Labels {...shown} />
      <Grid {...shown} />
      <Preview version={version} draft={model} />
      <SaveBar isDirty={isDirty} isSaving={save.isPending} onSave={submit} onDiscard={discard} />
    </Stack>
  );
}
