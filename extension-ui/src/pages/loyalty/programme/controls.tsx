import { NativeSelect, Switch, TextInput } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import type { Field as Descriptor } from '../../../../../src/segments/form.ts';
import { FigureField } from '../../segment-builder/fields/figure-field.tsx';
import { LookupField } from '../../segment-builder/fields/lookup-field.tsx';
import type { Words } from '../loyalty.ts';
import classes from './editor.module.css';
import { useEditing } from './editor-context.ts';
import { type Path, textAt, valueAt } from './paths.ts';

interface Common {
  readonly path: Path;
  readonly label: string;
  readonly hint?: ReactNode;
}

interface FigureProps extends Common {
  /** Per cent stand in the programme as hundredths of them. */
  readonly kind: 'number' | 'money' | 'percent';
  readonly unit?: Words;
  /** May be left empty, which means this. */
  readonly empty?: Words;
  readonly isLabelHidden?: boolean;
}

const PERCENT = { vi: '%', en: '%' };

/** A figure of the programme, typed as people write it, with what is wrong with it below. */
export function Figure({ path, kind, label, hint, unit, empty, isLabelHidden = false }: FigureProps) {
  const { draft, set, problemAt, leave } = useEditing();
  const below = useId();
  const problem = problemAt(path);
  const value = valueAt(draft, path);
  const common = {
    name: path,
    label: { vi: label, en: label },
    required: empty === undefined,
    ...(empty ? { empty } : {}),
    // Bounds are the server's: it is asked with every change.
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
  };
  const props = { label, isLabelHidden, isWrong: problem !== null, describedBy: below };
  const scale = kind === 'percent' ? 100 : 1;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears of the field within, which is what is used
    <div className={classes['control']} data-path={path} onBlur={() => leave(path)}>
      {kind === 'money' ? (
        <FigureField
          {...props}
          field={{ ...common, type: 'money' }}
          value={value}
          onChange={(next) => set(path, next)}
        />
      ) : (
        <FigureField
          {...props}
          field={{
            ...common,
            type: 'number',
            decimals: kind === 'percent' ? 2 : 0,
            ...(kind === 'percent' ? { unit: PERCENT } : unit ? { unit } : {}),
          }}
          value={typeof value === 'number' ? value / scale : undefined}
          onChange={(next) => set(path, typeof next === 'number' ? Math.round(next * scale) : undefined)}
        />
      )}
      <Below id={below} problem={problem} hint={hint} />
    </div>
  );
}

export function TextField({ path, label, hint, maxLength = 60 }: Common & { maxLength?: number }) {
  const { draft, set, problemAt, leave } = useEditing();
  const below = useId();
  const problem = problemAt(path);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears of the field within, which is what is used
    <div className={classes['control']} data-path={path} onBlur={() => leave(path)}>
      <TextInput
        label={label}
        maxLength={maxLength}
        autoComplete="off"
        w={Math.max(150, label.length * 9.5)}
        maw="100%"
        error={problem !== null}
        aria-describedby={below}
        value={textAt(draft, path)}
        onChange={(event) => set(path, event.currentTarget.value)}
      />
      <Below id={below} problem={problem} hint={hint} />
    </div>
  );
}

interface ChoiceProps extends Common {
  readonly options: readonly { readonly value: string; readonly label: string; readonly hint?: string }[];
  /** Default: what stands at the path. */
  readonly value?: string;
  /** Default: it is put at the path. */
  onChoose?(value: string): void;
}

/** One of a few, with what the chosen one means. */
export function Choice({ path, label, hint, options, value, onChoose }: ChoiceProps) {
  const { draft, set } = useEditing();
  const below = useId();
  const chosen = value ?? textAt(draft, path);
  const meaning = options.find((option) => option.value === chosen)?.hint;
  return (
    <div className={classes['control']} data-path={path}>
      <NativeSelect
        label={label}
        maw={420}
        value={chosen}
        data={options.map(({ value, label }) => ({ value, label }))}
        aria-describedby={below}
        onChange={({ currentTarget }) => (onChoose ?? ((next: string) => set(path, next)))(currentTarget.value)}
      />
      <Below id={below} problem={null} hint={meaning ?? hint} />
    </div>
  );
}

export function Toggle({ path, label, hint }: Common) {
  const { draft, set } = useEditing();
  return (
    <Switch
      label={label}
      {...(hint ? { description: hint } : {})}
      checked={valueAt(draft, path) === true}
      onChange={(event) => set(path, event.currentTarget.checked)}
    />
  );
}

/** Several of what the shop has. */
export function Several(props: Common & { of: Extract<Descriptor, { type: 'lookup' }>['of'] }) {
  const { path, label, hint, of } = props;
  const { draft, set, problemAt } = useEditing();
  const below = useId();
  const problem = problemAt(path);
  const text = { vi: label, en: label };
  return (
    <div className={classes['control']} data-path={path}>
      <LookupField
        field={{ name: path, type: 'lookup', of, max: 500, required: false, label: text }}
        value={valueAt(draft, path)}
        label={label}
        isLabelHidden={false}
        isWrong={problem !== null}
        describedBy={below}
        onChange={(next) => set(path, next ?? [])}
      />
      <Below id={below} problem={problem} hint={hint} />
    </div>
  );
}

function Below({ id, problem, hint }: { id: string; problem: string | null; hint: ReactNode }) {
  return (
    <div id={id} className={classes['below']}>
      {problem && <div data-problem>{problem}</div>}
      {hint && <div>{hint}</div>}
    </div>
  );
}
