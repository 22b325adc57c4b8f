import { ActionIcon, NativeSelect, Popover, Text } from '@mantine/core';
import { IconInfoCircle, IconTrash } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useFormats } from '../../../session/admin.tsx';
import { ConditionForm } from '../../segment-builder/condition-form.tsx';
import { problemsOf } from '../../segment-builder/form-args.ts';
import { problemText as formProblem } from '../../segment-builder/problem-text.ts';
import { useTexts as useFormTexts } from '../../segment-builder/texts.ts';
import type { RuleNode } from '../loyalty.ts';
import { argsOf, withTiers } from './draft.ts';
import classes from './editor.module.css';
import { useEditing } from './editor-context.ts';
import { useTexts } from './texts.ts';

/** One earning rule: its fields as the server describes them, and what it means in words. */
export function RuleCard({ rule, index, onRemove }: { rule: RuleNode; index: number; onRemove: () => void }) {
  const t = useTexts();
  const formTexts = useFormTexts();
  const f = useFormats();
  const { draft, forms, sentences, set, isAllShown, problemsBelow } = useEditing();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const lines = useId();
  const known = forms.get(rule.kind);
  if (!known) return null;
  const form = { ...known, fields: withTiers(known.fields, draft.tiers.levels), group: 'orders' as const };
  const args = argsOf(rule);
  const name = form.label[f.locale];
  const title = name;
  const problems = problemsOf(form, args).filter(({ field, is }) => isAllShown || (left.has(field) && is !== 'one_of'));
  // What only the server knows: two fields that do not go together.
  const others = problems.length > 0 ? [] : problemsBelow(`earning.rules[${index}]`);
  const sentence = sentences.get(rule.id)?.[f.locale];
  return (
    <fieldset
      className={classes['card']}
      data-rule={rule.id}
      data-path={`earning.rules[${index}]`}
      aria-label={title}
      onBlur={({ target, relatedTarget }) => {
        const field = target.closest<HTMLElement>('[data-field]');
        const path = field?.dataset['field'];
        if (path && !field.contains(relatedTarget)) setLeft((before) => new Set([...before, path]));
      }}
    >
      <div className={classes['cardHead']}>
        <span className={classes['cardTitle']}>{title}</span>
        <Popover width={300} position="bottom-end" withArrow>
          <Popover.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={t('aboutRule', { name })}>
              <IconInfoCircle size={16} aria-hidden />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown>
            <Text size="sm">{form.docs[f.locale]}</Text>
          </Popover.Dropdown>
        </Popover>
        <ActionIcon variant="subtle" color="gray" aria-label={t('removeRule', { name })} onClick={onRemove}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </div>
      <div className={classes['fields']}>
        <ConditionForm
          fields={form.fields}
          args={args}
          said={[]}
          wrong={
            new Set([...problems.map(({ field }) => field), ...others.map(({ path }) => path.split('.').at(-1) ?? '')])
          }
          describedBy={lines}
          onChange={(next) => {
            const { id, kind, currency } = rule;
            set(`earning.rules[${index}]`, { ...next, id, kind, ...(currency === undefined ? {} : { currency }) });
          }}
        />
        {draft.currencies.length > 1 && (
          <NativeSelect
            label={t('ruleCurrency')}
            value={rule.currency ?? ''}
            data={[
              { value: '', label: t('ruleCurrencyAll') },
              ...draft.currencies.map(({ id, name }) => ({ value: id, label: name[f.locale] })),
            ]}
            onChange={({ currentTarget }) => set(`earning.rules[${index}].currency`, currentTarget.value || undefined)}
          />
        )}
      </div>
      <ul id={lines} className={classes['lines']}>
        {problems.map((problem) => (
          <li key={`${problem.field} ${problem.is}`} data-problem>
            {formProblem(problem, form, args, formTexts, f)}
          </li>
        ))}
        {others.map(({ path, text }) => (
          <li key={path} data-problem>
            {text}
          </li>
        ))}
        {problems.length + others.length === 0 && sentence && <li>{t('customersGet', { sentence })}</li>}
      </ul>
    </fieldset>
  );
}
