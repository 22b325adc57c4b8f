import { Group, Stack, Text, Title } from '@mantine/core';
import { Condition, Verdict } from './condition.tsx';
import classes from './explain.module.css';
import type { Explained, Node } from './explained.ts';
import { useTexts } from './texts.ts';

/** The definition as it was written, every part of it with its verdict. */
export function Tree({ explained: { include, exclude } }: { explained: Explained }) {
  const t = useTexts();
  const clause = (side: 'include' | 'exclude', nodes: readonly Node[]) =>
    nodes.map((node, index) => (
      <section key={node.path}>
        <Group gap={6} mb={4}>
          <Verdict holds={node.holds} />
          <Title order={4} size="sm">
            {nodes.length === 1 ? t(`${side}Only`) : t(side, { number: index + 1 })}
          </Title>
          <Text size="xs">{t(node.holds ? 'met' : 'notMet')}</Text>
        </Group>
        <Children node={node} />
      </section>
    ));
  return (
    <Stack gap="sm">
      {clause('include', include)}
      {clause('exclude', exclude)}
    </Stack>
  );
}

function Children({ node }: { node: Node }) {
  const t = useTexts();
  if (node.group === null) return <Condition node={node} isMarked />;
  return (
    <div className={classes['nested']}>
      {(node.nodes.length > 1 || node.group === 'not') && (
        <Text size="xs" c="dimmed" mb={4}>
          {t(node.group)}
        </Text>
      )}
      <ul className={classes['nodes']}>
        {node.nodes.map((child) => (
          <li key={child.path}>
            {child.group !== null && (
              <Text size="xs" fw={600} mb={4}>
                {t(child.holds ? 'met' : 'notMet')}
              </Text>
            )}
            <Children node={child} />
          </li>
        ))}
      </ul>
    </div>
  );
}
