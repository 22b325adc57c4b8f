import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconDotsVertical, IconX } from '@tabler/icons-react';
import { memo } from 'react';
import { useToast } from '../../parts/toast.tsx';
import classes from './builder.module.css';
import { useBuilderContext } from './builder-context.ts';
import { NodeMenu } from './node-menu.tsx';
import { useTexts } from './texts.ts';
import type { DraftNode, Side } from './tree.ts';

export interface NodeProps {
  readonly node: DraftNode;
  /** What people call it. */
  readonly name: string;
  readonly side: Side;
  readonly canUp: boolean;
  readonly canDown: boolean;
  readonly isClause?: boolean;
}

/** What can be done with a condition, a group or a clause. What cannot be done with it is not there; on a phone it is all in the menu. */
export const NodeActions = memo(function NodeActions(props: NodeProps) {
  const { node, name, canUp, canDown } = props;
  const t = useTexts();
  const toast = useToast();
  const { actions, say } = useBuilderContext();
  const remove = () => {
    const removed = actions.remove(node.id);
    if (removed) toast.done(t('removed', { name }), () => actions.putBack(removed));
  };
  const move = (to: 'up' | 'down', part: 'up' | 'down' | 'more') => {
    if (actions.move(node.id, to, part)) say(t('saidMoved', { name }));
  };
  const button = { className: classes['onlyWide'] ?? '', variant: 'subtle', color: 'gray' } as const;
  return (
    <>
      {canUp && (
        <ActionIcon
          {...button}
          data-part="up"
          aria-keyshortcuts="Alt+Shift+ArrowUp"
          aria-label={t('moveUp', { name })}
          onClick={() => move('up', 'up')}
        >
          <IconArrowUp size={16} aria-hidden />
        </ActionIcon>
      )}
      {canDown && (
        <ActionIcon
          {...button}
          data-part="down"
          aria-keyshortcuts="Alt+Shift+ArrowDown"
          aria-label={t('moveDown', { name })}
          onClick={() => move('down', 'down')}
        >
          <IconArrowDown size={16} aria-hidden />
        </ActionIcon>
      )}
      <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon data-part="more" variant="subtle" color="gray" aria-label={t('more', { name })}>
            <IconDotsVertical size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <NodeMenu {...props} onMove={(to) => move(to, 'more')} onRemove={remove} />
        </Menu.Dropdown>
      </Menu>
      <ActionIcon {...button} aria-label={t('remove', { name })} onClick={remove}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </>
  );
});
