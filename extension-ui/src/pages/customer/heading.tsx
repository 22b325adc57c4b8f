import { Group } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useHref, useNavigate } from 'react-router';
import { useFormats } from '../../session/admin.tsx';
import type { Customer } from './customer.ts';
import { EmailText } from './email-text.tsx';
import { useTexts } from './texts.ts';

/** Under the name: the way back, how to reach them, and since when they are known. */
export function Heading({ customer }: { customer: Customer }) {
  const t = useTexts();
  const f = useFormats();
  const { name, phone, phoneDisplay, email, source, createdAt } = customer;
  const since = t('since', { date: f.date(createdAt) });
  return (
    <Group gap="4px 12px" mt={2}>
      <BackToList />
      {name !== null && phone !== null && <a href={`tel:${phone}`}>{phoneDisplay}</a>}
      {(name !== null || phone !== null) && email !== null && (
        <a href={`mailto:${email}`} style={{ overflowWrap: 'anywhere' }}>
          <EmailText email={email} />
        </a>
      )}
      <span>{source === null ? since : f.list([since, t('from', { source })])}</span>
    </Group>
  );
}

/** To the list as it was left: who came from it goes back to it, and finds search, sort and place. */
function BackToList() {
  const t = useTexts();
  const navigate = useNavigate();
  const list = useHref('/customers');
  return (
    <Link
      to="/customers"
      style={{ display: 'inline-flex', gap: 4, alignItems: 'center' }}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || !cameFrom(list)) return;
        event.preventDefault();
        void navigate(-1);
      }}
    >
      <IconArrowLeft size={14} aria-hidden />
      {t('back')}
    </Link>
  );
}

/** False also where the browser does not tell: the link then leads to the list's beginning. */
function cameFrom(path: string): boolean {
  const { navigation } = window as { navigation?: Navigation };
  const before = navigation?.entries()[(navigation.currentEntry?.index ?? 0) - 1]?.url;
  return before != null && new URL(before).pathname === path;
}

/** The part of the Navigation API that is needed; not in every browser. */
interface Navigation {
  readonly currentEntry: { readonly index: number } | null;
  entries(): readonly { readonly url: string | null }[];
}
