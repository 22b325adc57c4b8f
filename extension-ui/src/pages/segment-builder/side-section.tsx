import { Text, Title } from '@mantine/core';
import { IconPlus, IconUserMinus } from '@tabler/icons-react';
import classes from './builder.module.css';
import { useBuilderContext } from './builder-context.ts';
import { ConditionPicker } from './condition-picker.tsx';
import * as edits from './edits.ts';
import { NodeActions } from './node-actions.tsx';
import { NodeList } from './node-list.tsx';
import { useTexts } from './texts.ts';
import type { GroupNode, Side } from './tree.ts';

interface Props {
  readonly side: Side;
  readonly clauses: readonly GroupNode[];
  /** The other side has clauses. */
  readonly hasOther: boolean;
  readonly isAllShown: boolean;
}

/** "Gồm" or "Loại trừ": clauses as cards, joined by "or". */
export function SideSection({ side, clauses, hasOther, isAllShown }: Props) {
  const t = useTexts();
  const { actions, catalogue } = useBuilderContext();
  const [kind = ''] = catalogue.kinds.keys();
  const canAdd = actions.can((draft) => edits.addCondition(draft, { side }, kind, {}).draft);
  const add = (picked: string) => actions.add({ side }, picked);
  const words = {
    include: { first: 'addFirst', more: 'addIncludeClause', clause: 'includeClause', hint: 'includeHint' },
    exclude: { first: 'addExclude', more: 'addExcludeClause', clause: 'excludeClause', hint: 'excludeHint' },
  } as const;
  const { first, more, clause: clauseName, hint } = words[side];
  return (
    <section className={classes['section']} aria-labelledby={`side-${side}`}>
      <div>
        <Title order={2} id={`side-${side}`}>
          {t(side)}
        </Title>
        <Text size="sm" c="dimmed">
          {side === 'include' && clauses.length === 0 && hasOther ? t('everyone') : t(hint)}
        </Text>
      </div>
      {clauses.map((clause, index) => {
        const name = t(clauseName, { number: index + 1 });
        return (
          <div key={clause.id} className={classes['section']}>
            {index > 0 && <span className={classes['between']}>{t('or')}</span>}
            <fieldset className={classes['clause']} data-side={side} data-node={clause.id} aria-label={name}>
              <div className={classes['head']}>
                <Text size="xs" c="dimmed" style={{ flex: 1 }}>
                  {clause.nodes.length > 1 ? t('allOfClause') : name}
                </Text>
                <NodeActions node={clause} name={name} side={side} canUp={false} canDown={false} isClause />
              </div>
              <NodeList
                group={clause}
                side={side}
                canLeaveUp={index > 0}
                canLeaveDown={index < clauses.length - 1}
                isAllShown={isAllShown}
              />
            </fieldset>
          </div>
        );
      })}
      {canAdd && (
        <div>
          <ConditionPicker
            label={t(clauses.length === 0 ? first : more)}
            icon={side === 'include' ? <IconPlus size={16} aria-hidden /> : <IconUserMinus size={16} aria-hidden />}
            variant={side === 'include' && clauses.length === 0 ? 'filled' : 'default'}
            size="sm"
            onPick={add}
          />
        </div>
      )}
    </section>
  );
}
