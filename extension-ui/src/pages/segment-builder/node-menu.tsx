import { Menu } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowsLeftRight,
  IconArrowUp,
  IconBoxMultiple,
  IconCopy,
  IconLayersOff,
  IconTrash,
  type TablerIcon,
} from '@tabler/icons-react';
import { useBuilderContext } from './builder-context.ts';
import * as edits from './edits.ts';
import type { NodeProps } from './node-actions.tsx';
import { useTexts } from './texts.ts';

interface Props extends NodeProps {
  onMove(to: 'up' | 'down'): void;
  onRemove(): void;
}

/** What is possible is looked up when the menu opens, and only then. */
export function NodeMenu({ node, side, canUp, canDown, isClause = false, onMove, onRemove }: Props) {
  const t = useTexts();
  const { actions } = useBuilderContext();
  const { id, type } = node;
  const canWrap = !isClause && actions.can((draft) => edits.wrap(draft, id));
  const canUnwrap = !isClause && type === 'group' && actions.can((draft) => edits.unwrap(draft, id));
  const canDuplicate = actions.can((draft) => edits.duplicate(draft, id)?.draft ?? null);
  const items: readonly (readonly [can: boolean, text: Parameters<typeof t>[0], Icon: TablerIcon, run: () => void])[] =
    [
      [canUp, 'menuUp', IconArrowUp, () => onMove('up')],
      [canDown, 'menuDown', IconArrowDown, () => onMove('down')],
      [canDuplicate, 'menuDuplicate', IconCopy, () => actions.duplicate(id)],
      [canWrap, 'menuWrap', IconBoxMultiple, () => actions.wrap(id)],
      [canUnwrap, 'menuUnwrap', IconLayersOff, () => actions.unwrap(id)],
      [true, side === 'include' ? 'menuToExclude' : 'menuToInclude', IconArrowsLeftRight, () => actions.changeSide(id)],
      [true, 'menuRemove', IconTrash, onRemove],
    ];
  return items.flatMap(([can, text, Icon, run]) =>
    can
      ? [
          <Menu.Item key={text} leftSection={<Icon size={16} aria-hidden />} onClick={run}>
            {t(text)}
          </Menu.Item>,
        ]
      : [],
  );
}
