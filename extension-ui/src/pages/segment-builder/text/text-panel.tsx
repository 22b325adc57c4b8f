import { Alert, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useEffect, useId, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { copyText } from '../../../parts/clipboard.ts';
import { useToast } from '../../../parts/toast.tsx';
import { useFormats } from '../../../session/admin.tsx';
import { useTexts } from '../texts.ts';
import classes from './text.module.css';
import { TextEditor } from './text-editor.tsx';
import type { TextMode, TextProblem } from './use-text-mode.ts';

/** More are no help: the first that is put right often takes others with it. */
const SHOWN_MAX = 5;

/** The definition as text: its editor, what is wrong with it and where, and a link that holds it. */
export function TextPanel({ mode, isRefused }: { mode: TextMode; isRefused: boolean }) {
  const t = useTexts();
  const f = useFormats();
  const toast = useToast();
  const [, setSearch] = useSearchParams();
  const input = useRef<HTMLTextAreaElement>(null);
  const lines = useId();
  const text = mode.text ?? '';
  useEffect(() => input.current?.focus({ preventScroll: true }), []);

  const goTo = ({ from, to }: TextProblem) => {
    input.current?.focus();
    input.current?.setSelectionRange(from, to);
  };
  const copy = async () => {
    const link = new URL(window.location.href);
    link.search = new URLSearchParams({ text }).toString();
    setSearch({ text }, { replace: true });
    if (await copyText(link.href)) toast.done(t('linkCopied'));
    else toast.failed(t('linkNotCopied'));
  };
  return (
    <Paper component="section" aria-label={t('asText')}>
      <Stack gap="xs">
        <TextEditor
          value={text}
          problems={mode.isAnswered ? mode.problems : []}
          describedBy={lines}
          input={input}
          onChange={mode.type}
        />
        <div id={lines}>
          {mode.problems.length > 0 ? (
            <ul className={classes['problems']}>
              {mode.problems.slice(0, SHOWN_MAX).map((problem) => (
                <li key={`${problem.from} ${problem.message.en}`}>
                  <button type="button" onClick={() => goTo(problem)}>
                    {t('atCharacter', { place: f.number(problem.from + 1), message: problem.message[f.locale] })}
                  </button>
                </li>
              ))}
            </ul>
          ) : (
            <Text size="xs" c="dimmed">
              {t('textHint')}
            </Text>
          )}
        </div>
        {mode.error && (
          <Alert color="red" role="alert" p="xs">
            <Group gap="xs">
              {t('textFailed')}
              <Button variant="default" size="compact-sm" onClick={mode.retry}>
                {t('retry')}
              </Button>
            </Group>
          </Alert>
        )}
        {isRefused && !mode.isRead && (
          <Alert color="orange" role="alert" p="xs">
            <Text size="sm" mb={6}>
              {t('textNotForm')}
            </Text>
            <Button variant="default" size="compact-sm" onClick={mode.discard}>
              {t('textDiscard')}
            </Button>
          </Alert>
        )}
        <Group>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconLink size={14} aria-hidden />}
            onClick={() => void copy()}
          >
            {t('copyLink')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
