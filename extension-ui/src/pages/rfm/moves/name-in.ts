import type { Matrix } from '../rfm.ts';

/** What a label, or what stands outside of the grid, is called in a matrix. */
export function nameIn({ rows, columns }: Matrix, label: string, locale: 'vi' | 'en'): string {
  return [...rows, ...columns].find((one) => one.label === label)?.name[locale] ?? label;
}
