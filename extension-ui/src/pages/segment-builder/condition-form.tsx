import type { Field as Descriptor } from '../../../../src/segments/form.ts';
import { useFormats } from '../../session/admin.tsx';
import classes from './builder.module.css';
import { Field } from './fields/field.tsx';
import { Suggestions } from './fields/suggestions.tsx';
import { innerFields, setField, shownFields } from './form-args.ts';
import type { Args } from './tree.ts';
import { usePresetDays } from './use-period-days.ts';

interface Props {
  readonly fields: readonly Descriptor[];
  readonly args: Args;
  /** Labels that stand above already. */
  readonly said: readonly string[];
  /** Fields with a problem that is shown. */
  readonly wrong: ReadonlySet<string>;
  readonly describedBy: string;
  /** Of the fields above: `period.` */
  readonly prefix?: string;
  /** What stands behind the options of a choice. */
  readonly hints?: ReadonlyMap<string | number, string>;
  onChange(args: Args, field: string): void;
}

/**
 * The fields of a condition, side by side, whatever they are. What is below a choice comes and goes with it, and stays beside it on a
 * narrow page.
 */
export function ConditionForm(props: Props) {
  const { fields, args, said } = props;
  const { locale } = useFormats();
  const labels = [...said];
  return fields.map((field) => (
    <div key={field.name} className={classes['together']}>
      {shownFields([field], args).map((one) => {
        const isLabelHidden = labels.includes(one.label[locale]);
        labels.push(one.label[locale]);
        return <One key={one.name} {...props} field={one} isLabelHidden={isLabelHidden} />;
      })}
    </div>
  ));
}

function One(props: Props & { readonly field: Descriptor; readonly isLabelHidden: boolean }) {
  const { field, isLabelHidden, fields, args, prefix = '', wrong, describedBy, hints, onChange } = props;
  const { locale } = useFormats();
  const path = `${prefix}${field.name}`;
  const label = field.label[locale];
  const set = (value: unknown, at = path) => onChange(setField(fields, args, field.name, value), at);
  if (field.type === 'group')
    return (
      <Group
        {...props}
        field={field}
        value={args[field.name] as Args | undefined}
        onChange={(value, at) => set(value, at)}
      />
    );
  return (
    <div className={classes['field']} data-field={path}>
      <Field
        field={field}
        value={args[field.name]}
        label={label}
        isLabelHidden={isLabelHidden}
        isWrong={wrong.has(path)}
        describedBy={describedBy}
        hints={field.type === 'select' ? hints : undefined}
        onChange={(value) => set(value)}
      />
      {field.type === 'number' && field.suggestions && (
        <Suggestions label={label} values={field.suggestions} value={args[field.name]} onChoose={set} />
      )}
    </div>
  );
}

interface GroupProps extends Omit<Props, 'fields' | 'args' | 'onChange'> {
  readonly field: Extract<Descriptor, { type: 'group' }>;
  readonly value: Args | undefined;
  onChange(value: Args | undefined, field: string): void;
}

/** An argument with fields of its own. Of a period, each choice says the days that it means now. */
function Group({ field, value, prefix = '', onChange, ...others }: GroupProps) {
  const { locale } = useFormats();
  const fields = innerFields(field);
  const hints = usePresetDays(field.as === 'period' ? fields : []);
  return (
    <fieldset className={classes['group']} aria-label={field.label[locale]}>
      <ConditionForm
        {...others}
        fields={fields}
        args={value ?? {}}
        prefix={`${prefix}${field.name}.`}
        hints={hints}
        onChange={(next, at) => onChange(Object.keys(next).length === 0 ? undefined : next, at)}
      />
    </fieldset>
  );
}
