import { useFormats, useMe } from '../../session/admin.tsx';
import type { Customer } from './customer.ts';
import { useTexts } from './texts.ts';

type Value = Customer['attributes'][string];

/** What the shop keeps about its customers besides: by the names it gave, and how a value is written. */
export function useAttributes() {
  const t = useTexts();
  const f = useFormats();
  const { attributes } = useMe().shop;
  const written = (value: Value, type: string): string => {
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (typeof value === 'number') return f.number(value);
    if (typeof value === 'string') return type === 'day' ? f.day(value) : value;
    return f.list(value);
  };
  return { attributes, written };
}
