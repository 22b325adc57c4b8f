import { Paper, Skeleton, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** One figure with its name. While `value` is undefined it stands as a skeleton of the same height. */
export function StatTile(props: { label: ReactNode; value: ReactNode | undefined; hint?: ReactNode }) {
  const { label, value, hint } = props;
  return (
    <Paper p="sm" style={{ containerType: 'inline-size' }}>
      <Text size="xs" c="dimmed" component="div">
        {label}
      </Text>
      <Text
        // A sum of ten digits stays on its line also where two tiles share a phone.
        fz="clamp(1rem, 11cqi, var(--mantine-font-size-xl))"
        fw={650}
        component="div"
        lh="28px"
        style={{ fontVariantNumeric: 'tabular-nums', overflowWrap: 'anywhere' }}
      >
        {value === undefined ? <Skeleton height={20} width="70%" my={4} /> : value}
      </Text>
      {hint !== undefined && (
        <Text size="xs" c="dimmed" component="div" mih={18}>
          {value === undefined ? <Skeleton height={10} width="50%" mt={4} /> : hint}
        </Text>
      )}
    </Paper>
  );
}
