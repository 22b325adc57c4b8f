import { useEffect, useRef, useState } from 'react';

/**
 * The text of a field that stands in the address. What is typed is there at once and the address follows: it changes a moment later, and a
 * field that waited for it would lose letters of whoever types fast.
 */
export function useTyped(value: string, tell: (text: string) => void): readonly [string, (text: string) => void] {
  const [text, setText] = useState(value);
  const told = useRef<string[]>([]);
  useEffect(() => {
    const at = told.current.indexOf(value);
    // Not what was typed here: a step back, a button that clears.
    if (at < 0) setText(value);
    told.current = at < 0 || value === told.current.at(-1) ? [] : told.current.slice(at + 1);
  }, [value]);
  return [
    text,
    (typed) => {
      told.current.push(typed);
      setText(typed);
      tell(typed);
    },
  ];
}
