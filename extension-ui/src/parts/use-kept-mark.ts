import type { ComboboxStore } from '@mantine/core';
import { useEffect } from 'react';

/**
 * Choices that are found while one types change under the arrows. What was marked stays so where it stands now, or nothing is: by its old
 * place Enter would take another one.
 */
export function useKeptMark({ updateSelectedOptionIndex }: ComboboxStore, found: unknown): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was found is what changes the places
  useEffect(() => updateSelectedOptionIndex('selected'), [found, updateSelectedOptionIndex]);
}
