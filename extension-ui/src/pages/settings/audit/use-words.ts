import { useFormats } from '../../../session/admin.tsx';
import { type Author, actionText, type Entry } from './entry.ts';
import { useTexts } from './texts.ts';

const FIELDS = ['name', 'timeZone', 'locale', 'spend', 'exchangeRates', 'sharedContacts'] as const;
const ROLES = ['owner', 'manager', 'viewer', 'cashier'] as const;
const DECISIONS = ['deleted', 'kept', 'erase', 'keep'] as const;

/** Acts in words. */
export function useWords() {
  const t = useTexts();
  const f = useFormats();
  const role = (value: unknown) => {
    const known = ROLES.find((name) => name === value);
    return known === undefined ? String(value) : t(`r_${known}`);
  };

  const detailsOf = (details: unknown): string => {
    if (typeof details !== 'object' || details === null) return '';
    const {
      fields,
      from,
      to,
      role: was,
      count,
      version,
      scopes,
      outcome,
      decision,
      platform,
    } = details as Record<string, unknown>;
    if (Array.isArray(fields))
      return f.list(
        fields.map((field) => {
          const known = FIELDS.find((name) => name === field);
          return known === undefined ? String(field) : t(`f_${known}`);
        }),
      );
    if (from !== undefined && to !== undefined) return t('fromTo', { from: role(from), to: role(to) });
    if (was !== undefined) return role(was);
    if (typeof count === 'number') return t('replayedCount', { count });
    if (Array.isArray(scopes))
      return scopes.includes('*') ? t('allScopes') : t('scopesCount', { count: scopes.length });
    const decided = DECISIONS.find((name) => name === outcome || name === decision);
    if (decided) return t(`d_${decided}`);
    if (typeof version === 'number') return t('version', { version });
    return typeof platform === 'string' ? platform : '';
  };

  return {
    who: ({ kind, name, id }: Author): string => {
      if (kind === 'staff') return name ?? `${id} (${t('gone')})`;
      if (kind === 'key') return t('key', { name: name ?? `${id} (${t('gone')})` });
      if (kind === 'system') return id === 'cli' ? t('cli') : id === 'system' || id === '' ? t('system') : id;
      return name ?? t('nobody');
    },
    what: (action: string): string => {
      const text = actionText(action);
      return text === null ? action : t(text);
    },
    details: ({ details }: Entry): string => detailsOf(details),
  };
}
