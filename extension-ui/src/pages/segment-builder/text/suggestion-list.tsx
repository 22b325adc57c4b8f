import { useEffect, useRef } from 'react';
import { useFormats } from '../../../session/admin.tsx';
import { useTexts } from '../texts.ts';
import type { Completion } from './fitting.ts';
import classes from './text.module.css';

interface Props {
  readonly id: string;
  readonly items: readonly Completion[];
  /** -1 for none. */
  readonly active: number;
  readonly place: { readonly left: number; readonly top: number };
  onTake(item: Completion): void;
}

/** Below the caret. Always there, since the editor refers to it; without entries it is not seen. */
export function SuggestionList({ id, items, active, place, onTake }: Props) {
  const t = useTexts();
  const { locale } = useFormats();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      tabIndex={-1}
      aria-label={t('textSuggestions')}
      className={classes['list']}
      hidden={items.length === 0}
      style={{ top: place.top, left: `max(0px, min(${place.left}px, 100% - min(100%, 380px)))` }}
      data-scrolls
    >
      {items.map((item, index) => (
        <div
          key={`${item.text} ${item.label.en}`}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={classes['option']}
          onMouseDown={(event) => {
            // The editor keeps the focus.
            event.preventDefault();
            onTake(item);
          }}
        >
          <code>{item.text}</code>
          {item.label[locale] !== item.text && <span>{item.label[locale]}</span>}
          {item.detail && <small>{item.detail[locale]}</small>}
        </div>
      ))}
    </div>
  );
}
