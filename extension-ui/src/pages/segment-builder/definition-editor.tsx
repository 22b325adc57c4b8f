import { Group, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useToast } from '../../parts/toast.tsx';
import { MarksContext } from './builder-context.ts';
import { SideSection } from './side-section.tsx';
import { TextPanel } from './text/text-panel.tsx';
import type { TextMode } from './text/use-text-mode.ts';
import { useTexts } from './texts.ts';
import { type Draft, SIDES } from './tree.ts';
import type { PreviewState } from './use-preview.ts';

interface Props {
  readonly draft: Draft;
  readonly mode: TextMode;
  readonly marks: PreviewState['marks'];
  readonly isAllShown: boolean;
  /** Conditions that lack something cannot be written as text. */
  readonly isIncomplete: boolean;
  onGoToIncomplete(): void;
}

/** The conditions as a form or as text, and the switch between the two. A text that cannot be read is not left without saying so. */
export function DefinitionEditor({ draft, mode, marks, isAllShown, isIncomplete, onGoToIncomplete }: Props) {
  const t = useTexts();
  const toast = useToast();
  const [isFormRefused, setFormRefused] = useState(false);
  const isText = mode.text !== null;
  const showText = () => {
    if (isIncomplete) {
      toast.failed(t('textIncomplete'));
      return onGoToIncomplete();
    }
    setFormRefused(false);
    mode.open().catch(() => toast.failed(t('textFailed')));
  };
  const showForm = () => {
    mode.close().then(
      (isClosed) => setFormRefused(!isClosed),
      () => toast.failed(t('textFailed')),
    );
  };
  return (
    <>
      <Group justify="flex-end">
        <SegmentedControl
          size="xs"
          aria-label={t('editAs')}
          value={isText ? 'text' : 'form'}
          disabled={mode.isOpening}
          onChange={(value) => (value === 'text' ? showText() : showForm())}
          data={[
            { value: 'form', label: t('asForm') },
            { value: 'text', label: t('asText') },
          ]}
        />
      </Group>
      {isText ? (
        <TextPanel mode={mode} isRefused={isFormRefused} />
      ) : (
        <MarksContext value={marks}>
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
      )}
    </>
  );
}
