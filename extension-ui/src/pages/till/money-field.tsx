import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { useFormats } from '../../session/admin.tsx';
import { readMoney, writeMoney } from '../segment-builder/form-numbers.ts';
import { useTexts } from './texts.ts';

type Props = Omit<TextInputProps, 'value' | 'onChange'> & {
  /** Minor units; null for none. */
  readonly value: number | null;
  onChange(amountMinor: number | null): void;
};

/** An amount as people at a till type it: `1.250.000`, `250k`, `1tr2`. */
export function MoneyField({ value, onChange, ...rest }: Props) {
  const t = useTexts();
  const f = useFormats();
  const digits = f.minorDigits();
  const written = value === null ? '' : writeMoney(value, f.locale, digits);
  const [typed, setTyped] = useState({ text: written, value });
  const [isFocused, setFocused] = useState(false);
  // Emptied from outside: a new sale.
  if (typed.value !== value) setTyped({ text: written, value });
  const read = typed.text.trim() === '' ? null : readMoney(typed.text, f.locale, digits);
  const isWrong = read !== null && (!read.ok || read.value < 0);
  return (
    <TextInput
      inputMode={digits === 0 ? 'numeric' : 'decimal'}
      autoComplete="off"
      rightSection={f.money(0).replace(/[\d.,\s\u00a0]/g, '')}
      rightSectionPointerEvents="none"
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      {...rest}
      error={isWrong && !isFocused && t('amountWrong')}
      value={typed.text}
      onFocus={() => setFocused(true)}
      onBlur={() => {
        setFocused(false);
        if (read?.ok && !isWrong) setTyped({ text: writeMoney(read.value, f.locale, digits), value });
      }}
      onChange={(event) => {
        const text = event.currentTarget.value;
        const now = text.trim() === '' ? null : readMoney(text, f.locale, digits);
        const next = now?.ok && now.value >= 0 ? now.value : null;
        setTyped({ text, value: next });
        onChange(next);
      }}
    />
  );
}
