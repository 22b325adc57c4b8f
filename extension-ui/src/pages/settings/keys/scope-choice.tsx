import { Checkbox, SimpleGrid, Stack, Text } from '@mantine/core';
import { SCOPE_GROUPS, type Scope, textOf } from './scopes.ts';
import { useTexts } from './texts.ts';

interface Props {
  readonly held: readonly Scope[];
  readonly chosen: readonly Scope[];
  readonly error: string | null;
  onChange(scopes: readonly Scope[]): void;
}

export function ScopeChoice({ held, chosen, error, onChange }: Props) {
  const t = useTexts();
  const groups = SCOPE_GROUPS.map(
    ([name, scopes]) => [name, (scopes as readonly Scope[]).filter((scope) => held.includes(scope))] as const,
  ).filter(([, scopes]) => scopes.length > 0);
  return (
    <Checkbox.Group label={t('scopes')} error={error} value={[...chosen]} onChange={(scopes) => onChange(scopes)}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" mt={6} mb={error ? 4 : 0}>
        {groups.map(([name, scopes]) => (
          <Stack key={name} gap={6} role="group" aria-label={t(name)}>
            <Text size="xs" c="dimmed" fw={600} aria-hidden>
              {t(name)}
            </Text>
            {scopes.map((scope) => {
              const text = textOf(scope);
              return <Checkbox key={scope} value={scope} label={text === null ? scope : t(text)} />;
            })}
          </Stack>
        ))}
      </SimpleGrid>
    </Checkbox.Group>
  );
}
