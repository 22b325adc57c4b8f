import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowsLeftRight,
  IconArrowUp,
  IconBoxMultiple,
  IconCopy,
  IconDotsVertical,
  IconLayersOff,
  IconTrash,
  IconX,
} from '@tabler/icons-react';
import { useToast } from '../../parts/toast.tsx';
import classes from './builder.module.css';
import { useBuilderContext } from './builder-context.ts';
import * as edits from './edits.ts';
import { useTexts } from './texts.ts';
import type { DraftNode, Side } from './tree.ts';

interface Props {
  readonly node: DraftNode;
  /** What people call it. */
  readonly name: string;
  readonly side: Side;
  readonly isClause?: boolean;
}

/** What can be done with a condition, a group or a clause. What cannot be done with it is not there. */
export function NodeActions({ node, name, side, isClause = false }: Props) {
  const t = useTexts();
  const toast = useToast();
  const { actions, limits, say } = useBuilderContext();
  const { id } = node;
  const removeIt = () => {
    const removed = actions.remove(id);
    if (removed) toast.done(t('removed', { name }), () => actions.putBack(removed));
  };
  const moveIt = (to: 'up' | 'down', part: 'up' | 'down' | 'more' = to) => {
    if (actions.move(id, to, part)) say(t('saidMoved', { name }));
  };
  const can = {
    up: actions.can((draft) => edits.move(draft, id, 'up', limits)),
    down: actions.can((draft) => edits.move(draft, id, 'down', limits)),
    duplicate: actions.can((draft) => edits.duplicate(draft, id)?.draft ?? null),
    wrap: !isClause && actions.can((draft) => edits.wrap(draft, id)),
    unwrap: !isClause && node.type === 'group' && actions.can((draft) => edits.unwrap(draft, id)),
  };
  return (
    <>
      {can.up && (
        <ActionIcon
          className={classes['onlyWide'] ?? ''}
          data-part="up"
          aria-keyshortcuts="Alt+Shift+ArrowUp"
          variant="subtle"
          color="gray"
          aria-label={t('moveUp', { name })}
          onClick={() => moveIt('up')}
        >
          <IconArrowUp size={16} aria-hidden />
        </ActionIcon>
      )}
      {can.down && (
        <ActionIcon
          className={classes['onlyWide'] ?? ''}
          data-part="down"
          aria-keyshortcuts="Alt+Shift+ArrowDown"
          variant="subtle"
          color="gray"
          aria-label={t('moveDown', { name })}
          onClick={() => moveIt('down')}
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
          {can.up && (
            <Menu.Item leftSection={<IconArrowUp size={16} aria-hidden />} onClick={() => moveIt('up', 'more')}>
              {t('menuUp')}
            </Menu.Item>
          )}
          {can.down && (
            <Menu.Item leftSection={<IconArrowDown size={16} aria-hidden />} onClick={() => moveIt('down', 'more')}>
              {t('menuDown')}
            </Menu.Item>
          )}
          {can.duplicate && (
            <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => actions.duplicate(id)}>
              {t('menuDuplicate')}
            </Menu.Item>
          )}
          {can.wrap && (
            <Menu.Item leftSection={<IconBoxMultiple size={16} aria-hidden />} onClick={() => actions.wrap(id)}>
              {t('menuWrap')}
            </Menu.Item>
          )}
          {can.unwrap && (
            <Menu.Item leftSection={<IconLayersOff size={16} aria-hidden />} onClick={() => actions.unwrap(id)}>
              {t('menuUnwrap')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconArrowsLeftRight size={16} aria-hidden />} onClick={() => actions.changeSide(id)}>
            {t(side === 'include' ? 'menuToExclude' : 'menuToInclude')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={removeIt}>
            {t('menuRemove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ActionIcon
        className={classes['onlyWide'] ?? ''}
        variant="subtle"
        color="gray"
        aria-label={t('remove', { name })}
        onClick={removeIt}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </>
  );
}
