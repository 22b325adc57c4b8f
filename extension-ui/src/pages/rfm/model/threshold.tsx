import { Text } from '@mantine/core';
import { useId } from 'react';
import { withValue } from '../../loyalty/programme/paths.ts';
import { FigureField } from '../../segment-builder/fields/figure-field.tsx';
import type { FixedModel } from '../rfm.ts';
import { useTexts } from '../texts.ts';
import type { Edited } from './edited.ts';

interface Props extends Edited {
  readonly axis: 'recency' | 'frequency' | 'monetary';
  readonly place: 'high' | 'middle';
}

const DAYS = { vi: 'ngày', en: 'days' };
const ORDERS = { vi: 'đơn/tháng', en: 'orders/month' };
/** Orders a month stand in the model as hundredths. */
const SCALE = { recency: 1, frequency: 100, monetary: 1 } as const;

/** Where score 3, or 2, begins on an axis. */
export function Threshold({ model, problems, isTried, onChange, axis, place }: Props) {
  const t = useTexts();
  const below = useId();
  const problem = problems.get(`${axis}.${place}`);
  const isShown = problem === 'order' || (problem !== undefined && isTried);
  const label = t(`threshold_${axis}_${place}`);
  const value = (model as FixedModel)[axis][place];
  const set = (next: unknown) =>
    onChange(
      withValue(model, `${axis}.${place}`, typeof next === 'number' ? Math.round(next * SCALE[axis]) : undefined),
    );
  const common = {
    name: `${axis}.${place}`,
    label: { vi: label, en: label },
    required: true,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
  };
  const props = { label, isLabelHidden: false, isWrong: isShown, describedBy: below, onChange: set };
  const figure = typeof value === 'number' ? value / SCALE[axis] : undefined;
  return (
    <div>
      {axis === 'monetary' ? (
        <FigureField {...props} field={{ ...common, type: 'money' }} value={figure} />
      ) : (
        <FigureField
          {...props}
          field={{
            ...common,
            type: 'number',
            decimals: axis === 'frequency' ? 2 : 0,
            unit: axis === 'frequency' ? ORDERS : DAYS,
          }}
          value={figure}
        />
      )}
      <Text id={below} size="xs" c="var(--mantine-color-error)" component="div">
        {isShown && t(problem === 'missing' ? 'figureMissing' : `order_${axis}`)}
      </Text>
    </div>
  );
}
