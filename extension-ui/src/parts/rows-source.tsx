import { Group, SegmentedControl, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { FileChoice } from './file-choice.tsx';

/** Rows are in a file, or were copied from one. */
export interface RowsWish {
  readonly from: 'file' | 'paste';
  readonly file: File | null;
  readonly pasted: string;
}

interface Props {
  readonly wish: RowsWish;
  /** The ways in the order in which they are offered. */
  readonly ways: readonly { readonly value: RowsWish['from']; readonly label: string }[];
  readonly accept: string;
  readonly texts: Readonly<
    Record<'source' | 'choose' | 'fileHint' | 'pasted' | 'pastedHint' | 'pastedExample', string>
  >;
  readonly problem: string | null;
  readonly isFrozen: boolean;
  /** More to choose, beside the way. */
  readonly beside?: ReactNode;
  onChange(change: Partial<RowsWish>): void;
}

export function RowsSource({ wish, ways, accept, texts, problem, isFrozen, beside, onChange }: Props) {
  return (
    <>
      <Group gap="sm">
        <SegmentedControl
          aria-label={texts.source}
          value={wish.from}
          disabled={isFrozen}
          onChange={(from) => onChange({ from })}
          data={[...ways]}
        />
        {beside}
      </Group>
      {wish.from === 'file' ? (
        <FileChoice
          file={wish.file}
          accept={accept}
          button={texts.choose}
          hint={texts.fileHint}
          problem={problem}
          isFrozen={isFrozen}
          onChoose={(file) => onChange({ file })}
        />
      ) : (
        <Textarea
          label={texts.pasted}
          description={texts.pastedHint}
          placeholder={texts.pastedExample}
          autosize
          minRows={6}
          maxRows={14}
          spellCheck={false}
          disabled={isFrozen}
          value={wish.pasted}
          error={problem}
          onChange={(event) => onChange({ pasted: event.currentTarget.value })}
        />
      )}
    </>
  );
}
