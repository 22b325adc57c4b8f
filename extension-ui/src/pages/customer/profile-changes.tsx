import { Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useFormats } from '../../session/admin.tsx';
import classes from './customer.module.css';
import type { Place, TimelineEntry } from './customer.ts';
import { writtenBirthDate } from './profile-draft.ts';
import { placeText } from './profile-facts.tsx';
import { useTexts } from './texts.ts';
import { useAttributes } from './use-attributes.ts';

type Change = Extract<TimelineEntry, { kind: 'profile_changed' }>['changes'][number];

const FIELDS = [
  'name',
  'phone',
  'email',
  'gender',
  'birthDate',
  'source',
  'lastSource',
  'company',
  'groups',
  'debtMinor',
  'addresses',
  'note',
] as const;

/** What stands before the name of an attribute. */
const ATTRIBUTE = 'attributes.';

/** Each field from what it was to what it became. Values that were not there before are simply recorded. */
export function ProfileChanges({ changes }: { changes: readonly Change[] }) {
  const t = useTexts();
  const isNew = changes.every(({ from }) => from === null || from === undefined);
  return (
    <>
      <Text size="sm">{t(isNew ? 'profile_set' : 'profile_changed')}</Text>
      <ul className={classes['plain']}>
        {changes.map((change) => (
          <FieldChange key={change.field} change={change} />
        ))}
      </ul>
    </>
  );
}

function FieldChange({ change }: { change: Change }) {
  const t = useTexts();
  const valueText = useValueText();
  const { attributes } = useAttributes();
  const field = FIELDS.find((known) => known === change.field);
  const attribute = attributes.find(({ name }) => change.field === ATTRIBUTE + name);
  const [from, to] = [valueText(change.field, change.from), valueText(change.field, change.to)];
  return (
    <Text size="xs" component="li" style={{ overflowWrap: 'anywhere' }}>
      <Text span inherit c="dimmed">
        {field ? t(field) : (attribute?.label ?? change.field)}:{' '}
      </Text>
      {from !== null && (
        <>
          <Text span inherit c="dimmed" td="line-through">
            {from}
          </Text>{' '}
          <IconArrowRight size={12} role="img" aria-label={t('became')} style={{ verticalAlign: 'middle' }} />{' '}
        </>
      )}
      {to ?? t('nothing')}
    </Text>
  );
}

/** A value of the profile as text; null for none. */
function useValueText(): (field: string, value: unknown) => string | null {
  const t = useTexts();
  const f = useFormats();
  const { attributes, written } = useAttributes();
  return (field, value) => {
    if (value === null || value === undefined) return null;
    const attribute = attributes.find(({ name }) => field === ATTRIBUTE + name);
    if (attribute) return written(value as Parameters<typeof written>[0], attribute.type);
    if (value === 'male' || value === 'female' || value === 'other') return field === 'gender' ? t(value) : value;
    if (typeof value === 'string') return field === 'birthDate' ? writtenBirthDate(value) : value;
    if (field === 'debtMinor') return f.money(Number(value));
    if (field === 'groups') return f.list((value as readonly string[]).map(String));
    if (field === 'addresses') return (value as readonly Partial<Place>[]).map(placeText).join('; ');
    return JSON.stringify(value);
  };
}
