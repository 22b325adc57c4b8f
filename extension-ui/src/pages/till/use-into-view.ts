import { type RefObject, useEffect, useRef } from 'react';

/** Brings something that has come up into view: on a phone it would be below what one looks at. */
export function useIntoView<Element extends HTMLElement>(isThere: boolean): RefObject<Element | null> {
  const element = useRef<Element>(null);
  useEffect(() => {
    if (isThere) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isThere]);
  return element;
}
