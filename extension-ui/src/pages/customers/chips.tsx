import { Button, Group, Pill } from '@mantine/core';
import { useTexts } from './texts.ts';
import type { Address } from './use-address.ts';
import { useChips } from './use-chips.ts';

/** What the list is narrowed by, one chip each, in words. */
export function Chips({ address }: { address: Address }) {
  const t = useTexts();
  const chips = useChips(address);
  if (chips.length === 0) return null;
  return (
    <Group gap={6} role="group" aria-label={t('narrowedBy')}>
      {chips.map(({ text, remove }) => (
        <Pill
          key={text}
          size="md"
          maw="100%"
          withRemoveButton
          onRemove={remove}
          removeButtonProps={{ 'aria-label': t('remove', { filter: text }), 'aria-hidden': false, tabIndex: 0 }}
        >
          {text}
        </Pill>
      ))}
      <Button variant="subtle" size="compact-xs" onClick={() => address.clear({ keepSearch: true })}>
        {t('clear')}
      </Button>
    </Group>
  );
}
