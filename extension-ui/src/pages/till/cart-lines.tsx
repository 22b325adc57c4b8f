import { ActionIcon, Button, NumberInput, Paper, Text, Title } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useRef } from 'react';
import { useCan, useFormats } from '../../session/admin.tsx';
import { MoneyField } from './money-field.tsx';
import { ProductField } from './product-field.tsx';
import { useTexts } from './texts.ts';
import classes from './till.module.css';
import { type Basket, emptyLine, type Line } from './till.ts';

/** What is bought. One amount is enough; products matter where the programme looks at them. Enter goes on to the next line. */
export function CartLines({ basket, onChange }: { basket: Basket; onChange: (part: Partial<Basket>) => void }) {
  const t = useTexts();
  const list = useRef<HTMLUListElement>(null);
  const { lines } = basket;
  const add = () => {
    onChange({ lines: [...lines, emptyLine(Math.max(...lines.map(({ id }) => id)) + 1)] });
    requestAnimationFrame(() => list.current?.querySelector<HTMLInputElement>('li:last-child [data-amount]')?.focus());
  };
  const set = (id: number, part: Partial<Line>) =>
    onChange({ lines: lines.map((line) => (line.id === id ? { ...line, ...part } : line)) });
  const remove = (id: number) => onChange({ lines: lines.filter((line) => line.id !== id) });
  return (
    <Paper component="section" aria-labelledby="cart-heading">
      <Title order={2} id="cart-heading" mb={4}>
        {t('cart')}
      </Title>
      <Text size="xs" c="dimmed" mb="xs">
        {t('cartHint')}
      </Text>
      <ul className={classes['lines']} ref={list}>
        {lines.map((line, index) => (
          <LineFields
            key={line.id}
            line={line}
            number={index + 1}
            isOnly={lines.length === 1}
            onChange={(part) => set(line.id, part)}
            onRemove={() => remove(line.id)}
            onEnter={add}
          />
        ))}
      </ul>
      <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
        {t('addLine')}
      </Button>
      <MoneyField
        label={t('coupon')}
        description={t('couponHint')}
        mt="sm"
        maw={260}
        value={basket.couponMinor === 0 ? null : basket.couponMinor}
        onChange={(couponMinor) => onChange({ couponMinor: couponMinor ?? 0 })}
      />
    </Paper>
  );
}

interface LineProps {
  readonly line: Line;
  readonly number: number;
  readonly isOnly: boolean;
  onChange(part: Partial<Line>): void;
  onRemove(): void;
  onEnter(): void;
}

function LineFields({ line, number, isOnly, onChange, onRemove, onEnter }: LineProps) {
  const t = useTexts();
  const f = useFormats();
  const canLookUp = useCan('segments:read');
  return (
    <li className={classes['line']} aria-label={t('line', { number })}>
      {canLookUp && (
        <div className={classes['product']}>
          <ProductField value={line.product} onChange={(product) => onChange({ product })} />
        </div>
      )}
      <NumberInput
        label={t('quantity')}
        w={76}
        min={0}
        max={1_000_000}
        hideControls
        decimalScale={3}
        decimalSeparator={f.locale === 'vi' ? ',' : '.'}
        thousandSeparator={f.locale === 'vi' ? '.' : ','}
        value={line.quantity}
        onChange={(quantity) => onChange({ quantity: Number(quantity) || 0 })}
      />
      <MoneyField
        label={t('amount')}
        className={classes['money'] ?? ''}
        placeholder={t('amountExample')}
        value={line.amountMinor}
        onChange={(amountMinor) => onChange({ amountMinor })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || line.amountMinor === null) return;
          event.preventDefault();
          onEnter();
        }}
        data-amount
        autoFocus={isOnly}
      />
      {!isOnly && (
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('removeLine', { number })} onClick={onRemove}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      )}
    </li>
  );
}
