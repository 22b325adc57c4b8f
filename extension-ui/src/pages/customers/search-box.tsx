import { TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useTyped } from '../../parts/use-typed.ts';
import type { Listed } from './list.ts';
import { useTexts } from './texts.ts';

interface Props {
  readonly value: string;
  /** Undefined until they are those of what is typed. */
  readonly found: readonly Listed[] | undefined;
  onChange(value: string): void;
}

/**
 * Finds somebody without the mouse: `/` leads here, typing narrows, Enter opens the one who is left or goes to the first of several, the
 * arrow down goes there too, Escape begins anew. A scanner types and presses Enter before the answer is there: it is waited for.
 */
export function SearchBox({ value, found, onChange }: Props) {
  const t = useTexts();
  const navigate = useNavigate();
  const box = useRef<HTMLInputElement>(null);
  const [isChosen, setChosen] = useState(false);
  const [text, type] = useTyped(value, onChange);
  const isFound = found !== undefined && text === value;
  useHotkeys([['/', () => box.current?.select()]]);
  useEffect(() => {
    if (!isChosen || !found || !isFound) return;
    setChosen(false);
    const [only, ...others] = found;
    if (only && others.length === 0) void navigate(`/customers/${only.id}`);
    else if (only) focusFirstRow();
  }, [isChosen, found, isFound, navigate]);
  return (
    <TextInput
      ref={box}
      type="search"
      aria-label={t('search')}
      title={t('searchHint')}
      placeholder={t('searchExample')}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => {
        setChosen(false);
        type(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') type('');
        if (event.key === 'Enter' && text.trim() !== '') setChosen(true);
        if (event.key !== 'ArrowDown') return;
        event.preventDefault();
        focusFirstRow();
      }}
      style={{ flex: '1 1 260px', maxWidth: 520 }}
    />
  );
}

function focusFirstRow(): void {
  document.querySelector<HTMLElement>('[role=row][data-index="0"]')?.focus();
}
