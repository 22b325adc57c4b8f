import { Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import classes from './builder.module.css';
import { useBuilderContext } from './builder-context.ts';
import { ConditionCard } from './condition-card.tsx';
import { ConditionPicker } from './condition-picker.tsx';
import * as edits from './edits.ts';
import { LIST } from './fields/field-props.ts';
import { NodeActions } from './node-actions.tsx';
import { useTexts } from './texts.ts';
import { type GroupNode, HOWS, type Side } from './tree.ts';
import type { Mark } from './use-preview.ts';

interface Props {
  readonly group: GroupNode;
  readonly side: Side;
  readonly marks: ReadonlyMap<number, Mark>;
  readonly isAllShown: boolean;
}

/** The conditions and groups of a group, joined by its "and" or "or", and the buttons that add to it. */
export function NodeList({ group, side, marks, isAllShown }: Props) {
  const t = useTexts();
  const { actions, catalogue } = useBuilderContext();
  const isOr = group.how === 'any' || group.how === 'none';
  const [kind = ''] = catalogue.kinds.keys();
  const canAdd = actions.can((draft) => edits.addCondition(draft, { into: group.id }, kind, {}).draft);
  const canNest = actions.can((draft) => edits.addGroup(draft, group.id, kind, {}).draft);
  return (
    <>
      <ul className={classes['nodes']}>
        {group.nodes.map((node, index) => (
          <li key={node.id}>
            {index > 0 && <div className={classes['joiner']}>{t(isOr ? 'or' : 'and')}</div>}
            {node.type === 'condition' ? (
              <ConditionCard node={node} side={side} mark={marks.get(node.id)} isAllShown={isAllShown} />
            ) : (
              <NestedGroup group={node} side={side} marks={marks} isAllShown={isAllShown} />
            )}
          </li>
        ))}
      </ul>
      <div className={classes['fields']} style={{ marginTop: 10 }}>
        {canAdd && (
          <ConditionPicker
            label={t('addCondition')}
            icon={<IconPlus size={14} aria-hidden />}
            onPick={(picked) => actions.add({ into: group.id }, picked)}
          />
        )}
        {canNest && <ConditionPicker label={t('addGroup')} onPick={(picked) => actions.addGroup(group.id, picked)} />}
      </div>
    </>
  );
}

function NestedGroup({ group, ...others }: Props) {
  const t = useTexts();
  const { actions } = useBuilderContext();
  const name = t(`how_${group.how}`);
  return (
    <fieldset className={classes['node']} data-node={group.id} aria-label={`${t('nestedGroup')}: ${name}`}>
      <div className={classes['head']}>
        <Select
          aria-label={t('how')}
          size="xs"
          w={230}
          data={HOWS.map((how) => ({ value: how, label: t(`how_${how}`) }))}
          value={group.how}
          onChange={(how) => how && actions.setHow(group.id, how)}
          allowDeselect={false}
          {...LIST}
        />
        <span className={classes['title']} />
        <NodeActions node={group} name={t('nestedGroup')} side={others.side} />
      </div>
      <div className={classes['nested']}>
        <NodeList group={group} {...others} />
      </div>
    </fieldset>
  );
}
