import { Button, Group, NumberInput, Text } from '@mantine/core';
import { useFormats } from '../../session/admin.tsx';
import type { LineLeft, Returned } from './returned.ts';
import { useTexts } from './texts.ts';
import classes from './till.module.css';

interface Props {
  readonly lines: readonly LineLeft[];
  readonly returned: Returned;
  onChange(returned: Returned): void;
}

/** How many of each line come back; what came back before is not offered again. */
export function ReturnedLines({ lines, returned, onChange }: Props) {
  const t = useTexts();
  const f = useFormats();
  return (
    <fieldset className={classes['returned']}>
      <legend>{t('returnLines')}</legend>
      {lines.map(({ index, title, left }) => (
        <Group key={index} justify="space-between" gap="xs" wrap="nowrap" py={4}>
          <Text size="sm" style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
            {title}
          </Text>
          <Group gap={6} wrap="nowrap">
            <NumberInput
              aria-label={`${t('returning')}: ${title}`}
              w={76}
              min={0}
              max={left}
              clampBehavior="strict"
              decimalScale={3}
              decimalSeparator={f.locale === 'vi' ? ',' : '.'}
              thousandSeparator={f.locale === 'vi' ? '.' : ','}
              value={returned[index] ?? 0}
              onChange={(quantity) => onChange({ ...returned, [index]: Number(quantity) || 0 })}
            />
            <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              {t('ofBought', { quantity: f.number(left) })}
            </Text>
          </Group>
        </Group>
      ))}
      <Group gap="xs" mt="xs">
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => onChange(Object.fromEntries(lines.map(({ index, left }) => [index, left])))}
        >
          {t('allBack')}
        </Button>
        <Button variant="subtle" size="compact-sm" onClick={() => onChange({})}>
          {t('noneBack')}
        </Button>
      </Group>
    </fieldset>
  );
}
