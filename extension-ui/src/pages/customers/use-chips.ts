import { useQuery } from '@tanstack/react-query';
import { got } from '../../api/client.ts';
import { useApi, useCan, useFormats } from '../../session/admin.tsx';
import { useTexts } from './texts.ts';
import type { Address } from './use-address.ts';

export interface Chip {
  readonly text: string;
  remove(): void;
}

export function useChips({ params, remove }: Address): Chip[] {
  const t = useTexts();
  const f = useFormats();
  const segmentName = useSegmentName(params.get('segment'));
  const one = (names: string[], text: string): Chip => ({ text, remove: () => remove(names) });
  const range = (base: string, name: string, format: (value: string) => string): Chip[] => {
    const [from, to] = [params.get(`${base}From`), params.get(`${base}To`)];
    const names = [`${base}From`, `${base}To`];
    if (from && to) return [one(names, t('range', { name, from: format(from), to: format(to) }))];
    if (from) return [one(names, t('atLeast', { name, from: format(from) }))];
    return to ? [one(names, t('atMost', { name, to: format(to) }))] : [];
  };
  const several = (name: string, label: string, words = (value: string) => value): Chip[] =>
    params.getAll(name).map((value) => ({
      text: t('chip', { name: label, value: words(value) }),
      remove: () => remove([name], value),
    }));
  const given = (name: string, words: (value: string) => string): Chip[] => {
    const value = params.get(name);
    return value ? [one([name], words(value))] : [];
  };
  const has = (label: string) => (value: string) =>
    t('chip', { name: label, value: value === 'true' ? t('has') : t('hasNot') });
  const gender = (value: string) =>
    value === 'male' || value === 'female' || value === 'other' ? t(value) : t('unknown');
  return [
    ...several('tag', t('tags')),
    ...(params.get('tagMode') === 'all' ? [one(['tagMode'], t('tagAll'))] : []),
    ...given('segment', () => t('chip', { name: t('segment'), value: segmentName })),
    ...range('spent', t('spent'), (value) => f.money(Number(value))),
    ...range('orders', t('orders'), (value) => f.number(Number(value))),
    ...given('daysSinceOrderTo', (days) => t('boughtWithin', { count: Number(days) })),
    ...given('daysSinceOrderFrom', (days) => t('silentFor', { count: Number(days) })),
    ...range('lastOrder', t('lastOrder'), (value) => f.day(value)),
    ...range('created', t('created'), (value) => f.day(value)),
    ...given('hasPhone', has(t('phone'))),
    ...given('hasEmail', has(t('email'))),
    ...several('gender', t('gender'), gender),
    ...several('place', t('places')),
    ...several('channel', t('channel')),
    ...several('source', t('source')),
  ];
}

function useSegmentName(id: string | null): string {
  const api = useApi();
  const canAsk = useCan('segments:read');
  const { data } = useQuery({
    queryKey: ['segment', id],
    enabled: id !== null && canAsk,
    queryFn: ({ signal }) => got(api.GET('/api/v1/segments/{id}', { params: { path: { id: id ?? '' } }, signal })),
  });
  return data?.name ?? id ?? '';
}
