import { Checkbox, NativeSelect, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useFormats } from '../../../session/admin.tsx';
import { FigureField } from '../../segment-builder/fields/figure-field.tsx';
import type { Programme, Words } from '../loyalty.ts';
import classes from './editor.module.css';
import { useTexts } from './texts.ts';
import type { Example, ExampleOrder } from './use-check.ts';

interface Props {
  readonly draft: Programme;
  readonly forms: ReadonlyMap<string, { readonly label: Words }>;
  readonly order: ExampleOrder;
  readonly example: Example | undefined;
  /** The programme has problems: what stands here is of before. */
  readonly isOld: boolean;
  onChange(order: ExampleOrder): void;
}

/** An order by the programme as it is being written: what it earns, and by which rule. */
export function ExamplePane({ draft, forms, order, example, isOld, onChange }: Props) {
  const t = useTexts();
  const f = useFormats();
  const { levels } = draft.tiers;
  const level = levels.find(({ id }) => id === order.level) ?? levels[0];
  const points = (example?.currencies ?? []).map(({ points, name }) =>
    t('pointsOf', { points: f.number(points), name: withinSentence(name[f.locale]) }),
  );
  const text = t('amount');
  return (
    <Paper component="section" aria-labelledby="example">
      <Stack gap="sm">
        <Title order={2} id="example">
          {t('example')}
        </Title>
        <div className={classes['fields']}>
          <FigureField
            field={{
              name: 'goodsMinor',
              type: 'money',
              min: 0,
              max: 1_000_000_000_000,
              required: true,
              label: { vi: text, en: text },
            }}
            value={order.goodsMinor}
            label={text}
            isLabelHidden={false}
            isWrong={false}
            describedBy="example-result"
            onChange={(next) => typeof next === 'number' && onChange({ ...order, goodsMinor: next })}
          />
          <NativeSelect
            label={t('exampleTier')}
            value={level?.id ?? ''}
            data={levels.map(({ id, name }) => ({ value: id, label: name[f.locale] || t('levelNew') }))}
            onChange={({ currentTarget }) => onChange({ ...order, level: currentTarget.value })}
          />
        </div>
        <Checkbox
          label={t('exampleFirst')}
          checked={order.ordinal === 1}
          onChange={(event) => onChange({ ...order, ordinal: event.currentTarget.checked ? 1 : 2 })}
        />
        <Checkbox
          label={t('exampleBirthday')}
          checked={order.isBirthday}
          onChange={(event) => onChange({ ...order, isBirthday: event.currentTarget.checked })}
        />
        <div id="example-result" aria-live="polite">
          {!example ? (
            <Skeleton height={72} animate={!isOld} />
          ) : (
            <p className={classes['result']}>
              {t(draft.isOn ? 'exampleSays' : 'exampleOff', {
                amount: f.money(order.goodsMinor),
                level: level?.name[f.locale] ?? '',
                points: f.list(points.length > 0 ? points : [t('pointsNone')]),
              })}
            </p>
          )}
          {example && draft.isOn && (
            <>
              {example.discountMinor > 0 && (
                <Text size="sm" c="dimmed">
                  {t('exampleDiscount', {
                    discount: f.money(example.discountMinor),
                    paid: f.money(example.paidMinor),
                  })}
                </Text>
              )}
              <ul className={classes['rules']}>
                {example.rules.map(({ rule, kind, currency, points }) => (
                  <li key={`${rule} ${currency}`}>
                    <span>{forms.get(kind)?.label[f.locale] ?? rule}</span>
                    <strong>{f.number(points)}</strong>
                  </li>
                ))}
              </ul>
            </>
          )}
          {isOld && example && (
            <Text size="xs" c="dimmed">
              {t('exampleOld')}
            </Text>
          )}
        </div>
      </Stack>
    </Paper>
  );
}

/** "Điểm" begins a heading; within a sentence it is "điểm". A name in capitals stays one. */
function withinSentence(name: string): string {
  return /^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLocaleLowerCase() + name.slice(1) : name;
}
