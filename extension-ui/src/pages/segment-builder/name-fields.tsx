import { Paper, Stack, Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTexts } from './texts.ts';

interface Props {
  readonly name: string;
  readonly description: string;
  readonly problem: 'nameMissing' | 'nameTaken' | null;
  onChange(field: 'name' | 'description', value: string): void;
}

/** What people call the segment. A problem with the name brings the focus to it. */
export function NameFields({ name, description, problem, onChange }: Props) {
  const t = useTexts();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (problem) input.current?.focus();
  }, [problem]);
  return (
    <Paper>
      <Stack gap="sm">
        <TextInput
          ref={input}
          label={t('name')}
          required
          maxLength={200}
          autoComplete="off"
          placeholder={t('namePlaceholder')}
          value={name}
          error={problem && t(problem)}
          onChange={(event) => onChange('name', event.currentTarget.value)}
        />
        <Textarea
          label={t('description')}
          autosize
          minRows={1}
          maxRows={4}
          maxLength={4000}
          value={description}
          onChange={(event) => onChange('description', event.currentTarget.value)}
        />
      </Stack>
    </Paper>
  );
}
