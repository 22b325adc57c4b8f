import { Button } from '@mantine/core';
import { useFormats } from '../../../session/admin.tsx';
import classes from '../builder.module.css';
import { useTexts } from '../texts.ts';

interface Props {
  readonly label: string;
  readonly values: readonly number[];
  readonly value: unknown;
  onChoose(value: number): void;
}

/** Usual values of a number, beside it. */
export function Suggestions({ label, values, value, onChoose }: Props) {
  const t = useTexts();
  const f = useFormats();
  return (
    <fieldset className={classes['suggestions']} aria-label={t('suggestions', { field: label })}>
      {values.map((one) => (
        <Button
          key={one}
          size="compact-sm"
          variant={one === value ? 'light' : 'default'}
          aria-pressed={one === value}
          onClick={() => onChoose(one)}
        >
          {f.number(one)}
        </Button>
      ))}
    </fieldset>
  );
}
