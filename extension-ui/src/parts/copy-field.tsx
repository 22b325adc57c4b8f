import { ActionIcon, TextInput, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { copyText } from './clipboard.ts';
import { useTexts } from './texts.ts';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  /** Where it is the first thing that one came for. */
  readonly isFirst?: boolean;
}

/** A text to be taken elsewhere: shown whole, chosen by a click, copied by its button. */
export function CopyField({ label, value, description, isFirst = false }: Props) {
  const t = useTexts();
  const [state, setState] = useState<'' | 'copied' | 'notCopied'>('');
  useEffect(() => {
    if (state === '') return;
    const timer = setTimeout(() => setState(''), 3000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => setState((await copyText(value)) ? 'copied' : 'notCopied');
  const name = t('copyWhat', { what: label });
  return (
    <>
      <TextInput
        label={label}
        {...(description === undefined ? {} : { description })}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={value}
        readOnly
        spellCheck={false}
        error={state === 'notCopied' && t('notCopied')}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', textOverflow: 'ellipsis' } }}
        onFocus={(event) => event.currentTarget.select()}
        rightSection={
          <Tooltip label={t(state === 'copied' ? 'copied' : 'copy')} withinPortal={false}>
            <ActionIcon
              variant="subtle"
              aria-label={name}
              onClick={() => void copy()}
              {...(isFirst ? { 'data-autofocus': true } : {})}
            >
              {state === 'copied' ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        }
      />
      <VisuallyHidden role="status">{state === 'copied' && t('copied')}</VisuallyHidden>
    </>
  );
}
