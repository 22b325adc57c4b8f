import { NumberInput, TextInput } from '@mantine/core';
import { useFormats } from '../../session/admin.tsx';
import type { Single } from './list.ts';
import type { Address } from './use-address.ts';

interface Props<Name extends Single> {
  readonly name: Name;
  readonly label: string;
  readonly address: Address;
}

/** Money of the shop, as it is written; the address holds its smallest unit. */
export function AmountField({ name, label, address }: Props<'spentFrom' | 'spentTo'>) {
  const f = useFormats();
  const digits = f.minorDigits();
  const value = address.value(name);
  return (
    <NumberInput
      label={label}
      min={0}
      hideControls
      decimalScale={digits}
      {...separators(f.locale)}
      suffix={` ${f.currency}`}
      value={value === '' ? '' : Number(value) / 10 ** digits}
      onChange={(given) => address.set(name, given === '' ? '' : String(Math.round(Number(given) * 10 ** digits)))}
    />
  );
}

export function CountField({ name, label, address }: Props<'ordersFrom' | 'ordersTo'>) {
  const f = useFormats();
  const value = address.value(name);
  return (
    <NumberInput
      label={label}
      min={0}
      allowDecimal={false}
      {...separators(f.locale)}
      value={value === '' ? '' : Number(value)}
      onChange={(given) => address.set(name, String(given))}
    />
  );
}

/** A day of the shop's calendar. */
export function DayField({ name, label, address }: Props<Single>) {
  return (
    <TextInput
      type="date"
      label={label}
      value={address.value(name)}
      onChange={(event) => address.set(name, event.currentTarget.value)}
    />
  );
}

const separators = (locale: 'vi' | 'en') =>
  locale === 'vi'
    ? { thousandSeparator: '.', decimalSeparator: ',' }
    : { thousandSeparator: ',', decimalSeparator: '.' };
