import { useQuery } from '@tanstack/react-query';
import type { Field } from '../../../../src/segments/form.ts';
import { got } from '../../api/client.ts';
import { useApi, useFormats } from '../../session/admin.tsx';

export interface Days {
  readonly from: string;
  readonly to: string;
}

/**
 * The days that periods stand for today in the shop's zone, in the order given; null for one that is not complete. They are asked of the
 * server, which alone knows what a symbol means. Kept for ten minutes, so that midnight does not go unnoticed for long.
 */
export function usePeriodDays(periods: readonly unknown[]): readonly (Days | null)[] {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['period-days', periods],
    staleTime: 10 * 60_000,
    enabled: periods.length > 0,
    queryFn: async ({ signal }) =>
      (await got(api.POST('/api/v1/segments/periods', { body: { periods: [...periods] }, signal }))).items,
  });
  return data ?? [];
}

/** Of each option that needs nothing more, `{type: "this_month"}`, its days in short. */
export function usePresetDays(fields: readonly Field[]): ReadonlyMap<string | number, string> {
  const f = useFormats();
  const presets = fields.flatMap((field) =>
    field.type === 'select'
      ? field.options.flatMap(({ value, fields: more }) => (more ? [] : [{ value, period: { [field.name]: value } }]))
      : [],
  );
  const days = usePeriodDays(presets.map(({ period }) => period));
  return new Map(
    presets.flatMap(({ value }, index) => {
      const one = days[index];
      return one ? [[value, shortly(one, f.dayShort)] as const] : [];
    }),
  );
}

function shortly({ from, to }: Days, day: (day: string) => string): string {
  return from === to ? day(from) : `${day(from)} – ${day(to)}`;
}
