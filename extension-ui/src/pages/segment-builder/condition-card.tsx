import { ActionIcon, Popover, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { memo, useId, useState } from 'react';
import { useFormats } from '../../session/admin.tsx';
import { afterPress } from './after-press.ts';
import classes from './builder.module.css';
import { useBuilderContext } from './builder-context.ts';
import { ConditionForm } from './condition-form.tsx';
import { ConditionLines } from './condition-lines.tsx';
import { problemsOf } from './form-args.ts';
import { NodeActions } from './node-actions.tsx';
import { useTexts } from './texts.ts';
import type { ConditionNode, Side } from './tree.ts';

interface Props {
  readonly node: ConditionNode;
  readonly side: Side;
  readonly canUp: boolean;
  readonly canDown: boolean;
  /** Also what was not touched yet: somebody wanted to save. */
  readonly isAllShown: boolean;
}

/**
 * A condition: its name, its form, and what there is to know about it. Problems wait until the field has been left. Drawn again only
 * when it has changed itself: there may be a hundred of them.
 */
export const ConditionCard = memo(function ConditionCard({ node, side, canUp, canDown, isAllShown }: Props) {
  const t = useTexts();
  const { locale } = useFormats();
  const { catalogue, actions, say } = useBuilderContext();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const lines = useId();
  const kind = catalogue.kinds.get(node.kind);
  if (!kind) return null;
  const name = kind.form.label[locale];
  const problems = problemsOf(kind.form, node.args).filter(
    ({ field, is }) => isAllShown || (left.has(field) && (is !== 'one_of' || left.size > 1)),
  );
  return (
    <fieldset
      className={classes['node']}
      data-node={node.id}
      aria-label={name}
      onBlur={({ target, relatedTarget }) => {
        const field = target.closest<HTMLElement>('[data-field]');
        const path = field?.dataset['field'];
        if (path && !field.contains(relatedTarget)) afterPress(() => setLeft((before) => new Set([...before, path])));
      }}
      onKeyDownCapture={(event) => {
        // Alt with an arrow alone opens a choice.
        if (!event.altKey || !event.shiftKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
        event.preventDefault();
        event.stopPropagation();
        if (actions.move(node.id, event.key === 'ArrowUp' ? 'up' : 'down', 'more')) say(t('saidMoved', { name }));
      }}
    >
      <div className={classes['head']}>
        <span className={classes['title']}>{name}</span>
        <Popover width={300} position="bottom-end" withArrow>
          <Popover.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={t('about', { name })}>
              <IconInfoCircle size={16} aria-hidden />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown>
            <Text size="sm">{kind.docs[locale]}</Text>
          </Popover.Dropdown>
        </Popover>
        <NodeActions node={node} name={name} side={side} canUp={canUp} canDown={canDown} />
      </div>
      <div className={classes['fields']}>
        <ConditionForm
          fields={kind.form.fields}
          args={node.args}
          said={[name]}
          wrong={new Set(problems.map(({ field }) => field))}
          describedBy={lines}
          onChange={(args, field) => actions.setArgs(node.id, args, field)}
        />
      </div>
      <ConditionLines id={lines} form={kind.form} args={node.args} problems={problems} node={node.id} />
    </fieldset>
  );
});
