import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useFormats } from '../../../session/admin.tsx';
import { type Read, readMoney, readNumber, writeMoney, writeNumber } from '../form-numbers.ts';
import { useTexts } from '../texts.ts';
import { type FieldProps, labelled, marked } from './field-props.ts';

/**
 * A number, or an amount in the shop's currency, typed as people write it ("1,5 tr"). What cannot be read leaves the argument
 * empty, so that a half-typed figure never counts anybody.
 */
export function FigureField(props: FieldProps<'number'> | FieldProps<'money'>) {
  const { field, value, onChange } = props;
  const t = useTexts();
  const f = useFormats();
  const isMoney = field.type === 'money';
  const digits = isMoney ? f.minorDigits() : field.decimals;
  const read = (text: string): Read => (isMoney ? readMoney : readNumber)(text, f.locale, digits);
  const write = (figure: unknown): string =>
    typeof figure !== 'number' ? '' : (isMoney ? writeMoney : writeNumber)(figure, f.locale, digits);
  const [typed, setTyped] = useState({ text: write(value), value, locale: f.locale });
  const [isFocused, setFocused] = useState(false);
  // Undo, another language: the text follows the argument, but for the one that is being typed.
  if (typed.value !== value || typed.locale !== f.locale) setTyped({ text: write(value), value, locale: f.locale });

  const type = (text: string) => {
    const result = read(text);
    const next = result.ok ? result.value : undefined;
    setTyped({ text, value: next, locale: f.locale });
    onChange(next);
  };
  const result = typed.text.trim() === '' ? null : read(typed.text);
  const unit = isMoney ? symbolOf(f.locale, f.currency) : (field.unit?.[f.locale] ?? '');
  const empty = field.required ? '' : (field.empty?.[f.locale] ?? '');
  const isShort = isFocused && result?.ok === true && write(result.value) !== typed.text.trim();
  return (
    <TextInput
      {...labelled(props)}
      {...marked(props)}
      error={props.isWrong || (!isFocused && result?.ok === false)}
      w={Math.max(
        isMoney ? 170 : 110,
        76 + unit.length * 8,
        36 + (empty.length + unit.length) * 8,
        isMoney || props.isLabelHidden ? 0 : props.label.length * 9,
      )}
      placeholder={empty}
      inputMode={digits === 0 ? 'numeric' : 'decimal'}
      autoComplete="off"
      value={typed.text}
      rightSection={
        unit && (
          <Text size="xs" c="dimmed" component="span" pr={8} style={{ whiteSpace: 'nowrap' }}>
            {unit}
          </Text>
        )
      }
      rightSectionWidth={unit.length * 8 + 20}
      rightSectionPointerEvents="none"
      description={isShort ? t('meansAmount', { amount: isMoney ? f.money(result.value) : write(result.value) }) : null}
      inputWrapperOrder={['label', 'input', 'description']}
      onFocus={() => setFocused(true)}
      onBlur={() => {
        setFocused(false);
        if (result?.ok) setTyped({ ...typed, text: write(result.value) });
      }}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}

function symbolOf(locale: string, currency: string): string {
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency }).formatToParts(1);
  return parts.find(({ type }) => type === 'currency')?.value ?? currency;
}
