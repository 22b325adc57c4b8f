import { type KeyboardEvent, type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useBuilderContext } from '../builder-context.ts';
import { useTexts } from '../texts.ts';
import type { Completion } from './fitting.ts';
import { piecesOf } from './pieces.ts';
import { SuggestionList } from './suggestion-list.tsx';
import classes from './text.module.css';
import { useCompletions } from './use-completions.ts';
import type { TextProblem } from './use-text-mode.ts';

interface Props {
  readonly value: string;
  /** Of the text as it stands: what they are about is underlined. */
  readonly problems: readonly TextProblem[];
  readonly describedBy: string;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  onChange(text: string): void;
}

const LINE_PX = 22;

/**
 * A field for the text form. What could stand at the caret is listed below it as one types, and with Ctrl+Space. The first is chosen once a
 * word was begun, so that Enter ends a line and Tab leaves the field until somebody wants a suggestion.
 */
export function TextEditor({ value, problems, describedBy, input, onChange }: Props) {
  const t = useTexts();
  const { say } = useBuilderContext();
  const list = useId();
  const mark = useRef<HTMLSpanElement>(null);
  const [caret, setCaret] = useState(value.length);
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const [place, setPlace] = useState({ left: 0, top: 0 });
  const offset = Math.min(caret, value.length);
  const { from, to, items } = useCompletions(value, offset, isOpen);
  const active = Math.min(chosen ?? (from < offset ? 0 : -1), items.length - 1);
  const isListed = isOpen && items.length > 0;

  useLayoutEffect(() => {
    const at = mark.current;
    if (!isListed || !at) return;
    const [left, top] = [at.offsetLeft, at.offsetTop + LINE_PX];
    setPlace((before) => (before.left === left && before.top === top ? before : { left, top }));
  });
  const count = isListed ? items.length : 0;
  useEffect(() => {
    if (count > 0) say(t('textSuggestionsSaid', { count }));
  }, [count, say, t]);

  const take = (item: Completion) => {
    const area = input.current;
    if (!area) return;
    area.focus();
    area.setSelectionRange(from, to);
    const space = /^\s/.test(value.slice(to)) ? '' : ' ';
    // Typed in, as the browser sees it: so Ctrl+Z takes it out again. Where that is not offered it is put in.
    if (!document.execCommand('insertText', false, `${item.text}${space}`)) {
      area.setRangeText(`${item.text}${space}`, from, to, 'end');
      onChange(area.value);
    }
    setChosen(null);
    setOpen(true);
    setCaret(area.selectionStart);
  };
  const press = (event: KeyboardEvent) => {
    const { key } = event;
    const done = (run: () => void) => {
      event.preventDefault();
      event.stopPropagation();
      run();
    };
    if (key === ' ' && event.ctrlKey) return done(() => setOpen(true));
    if (!isListed) return;
    if (key === 'ArrowDown') return done(() => setChosen((active + 1) % items.length));
    if (key === 'ArrowUp') return done(() => setChosen((Math.max(active, 0) - 1 + items.length) % items.length));
    if (key === 'Escape') return done(() => setOpen(false));
    const item = items[active];
    if ((key === 'Enter' || key === 'Tab') && !event.shiftKey && item) return done(() => take(item));
  };
  const pieces = piecesOf(value, problems, offset);
  const caretMark = <span key="caret" ref={mark} />;
  return (
    <div className={classes['editor']}>
      <div className={classes['backdrop']} aria-hidden>
        {pieces.flatMap((piece) => [
          piece.from === offset ? caretMark : null,
          piece.isWrong ? <mark key={piece.from}>{piece.text}</mark> : <span key={piece.from}>{piece.text}</span>,
        ])}
        {offset === value.length && caretMark}
        {'\u200b'}
      </div>
      <textarea
        ref={input}
        className={classes['input']}
        value={value}
        rows={4}
        maxLength={TEXT_MAX}
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        autoComplete="off"
        aria-label={t('textLabel')}
        aria-describedby={describedBy}
        aria-invalid={problems.length > 0}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={list}
        {...(isListed && active >= 0 ? { 'aria-activedescendant': `${list}-${active}` } : {})}
        onChange={(event) => {
          setCaret(event.currentTarget.selectionStart);
          setChosen(null);
          setOpen(true);
          onChange(event.currentTarget.value);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onBlur={() => setOpen(false)}
        onKeyDown={press}
      />
      <SuggestionList id={list} items={isListed ? items : []} active={active} place={place} onTake={take} />
    </div>
  );
}

/** What the server reads. */
const TEXT_MAX = 1_000_000;
