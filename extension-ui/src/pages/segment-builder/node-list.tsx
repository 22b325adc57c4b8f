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

interface Props {
  readonly group: GroupNode;
  readonly side: Side;
  /** Something stands above or below the group, where its first and its last can go. */
  readonly canLeaveUp: boolean;
  readonly canLeaveDown: boolean;
  readonly isAllShown: boolean;
}

/** The conditions and groups of a group, joined by its "and" or "or", and the buttons that add to it. */
export function NodeList({ group, side, canLeaveUp, canLeaveDown, isAllShown }: Props) {
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
              <ConditionCard
                node={node}
                side={side}
                canUp={index > 0 || canLeaveUp}
                canDown={index < group.nodes.length - 1 || canLeaveDown}
                isAllShown={isAllShown}
              />
            ) : (
              <NestedGroup
                group={node}
                side={side}
                canUp={index > 0 || canLeaveUp}
                canDown={index < group.nodes.length - 1 || canLeaveDown}
                isAllShown={isAllShown}
              />
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

interface NestedProps extends Omit<Props, 'canLeaveUp' | 'canLeaveDown'> {
  readonly canUp: boolean;
  readonly canDown: boolean;
}

function NestedGroup({ group, side, canUp, canDown, isAllShown }: NestedProps) {
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
        <NodeActions node={group} name={t('nestedGroup')} side={side} canUp={canUp} canDown={canDown} />
      </div>
      <div className={classes['nested']}>
        <NodeList group={group} side={side} canLeaveUp canLeaveDown isAllShown={isAllShown} />
      </div>
    </fieldset>
  );
}
