import { Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { BottomSheet } from '../../../parts/bottom-sheet.tsx';
import { useFormats } from '../../../session/admin.tsx';
import { CostsPane } from './costs-pane.tsx';
import classes from './editor.module.css';
import { ExamplePane } from './example-pane.tsx';
import { useTexts } from './texts.ts';
import type { useDraft } from './use-draft.ts';

/** An order by the draft and its cost: beside the fields where there is room, and otherwise behind a line at the bottom. */
export function Beside({ state }: { state: ReturnType<typeof useDraft> }) {
  const t = useTexts();
  const f = useFormats();
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const { draft, order, setOrder, example, editing, check, isOld } = state;
  const { levels } = draft.tiers;
  const level = levels.find(({ id }) => id === order.level) ?? levels[0];
  const panes = (
    <>
      <ExamplePane
        draft={draft}
        forms={editing.forms}
        order={order}
        example={example}
        isOld={isOld}
        onChange={setOrder}
      />
      <CostsPane draft={draft} check={check} />
    </>
  );
  if (isWide) return <div className={classes['aside']}>{panes}</div>;
  const line = t('exampleShort', {
    amount: f.money(order.goodsMinor),
    level: level?.name[f.locale] ?? '',
    points: example && draft.isOn ? f.number(example.currencies[0]?.points ?? 0) : '…',
  });
  return (
    <BottomSheet
      title={t('openExample')}
      line={
        <Text size="sm" fw={600} truncate>
          {line}
        </Text>
      }
      open={t('seeExample')}
    >
      <div className={classes['sheet']}>{panes}</div>
    </BottomSheet>
  );
}
