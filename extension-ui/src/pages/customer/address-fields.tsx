import { ActionIcon, Button, Fieldset, Group, SimpleGrid, Stack, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Place } from './customer.ts';
import { EMPTY_PLACE, type PlaceField } from './profile-draft.ts';
import { useTexts } from './texts.ts';

const FIELDS = [
  ['address', 'street'],
  ['ward', 'ward'],
  ['district', 'district'],
  ['city', 'city'],
  ['province', 'province'],
] as const satisfies readonly (readonly [PlaceField, string])[];

/** Several addresses; the first is the default. A part that is typed anew loses the host's code for it. */
export function AddressFields(props: { addresses: readonly Place[]; onChange: (addresses: readonly Place[]) => void }) {
  const { addresses, onChange } = props;
  const t = useTexts();
  const put = (index: number, place: Place) => onChange(addresses.map((old, i) => (i === index ? place : old)));
  return (
    <Stack gap="xs">
      {addresses.map((place, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an address has no name but its place in the list
        <Fieldset key={index} legend={t('addressNumber', { number: index + 1 })} p="xs">
          <Stack gap={6}>
            <SimpleGrid cols={2} spacing={6}>
              {FIELDS.map(([field, label]) => (
                <TextInput
                  key={field}
                  size="xs"
                  label={t(label)}
                  value={place[field] ?? ''}
                  maxLength={200}
                  autoComplete="off"
                  onChange={(event) => put(index, withPart(place, field, event.currentTarget.value))}
                  {...(field === 'address' ? { style: { gridColumn: '1 / -1' } } : {})}
                />
              ))}
            </SimpleGrid>
            <Group justify="space-between">
              {index > 0 ? (
                <Button
                  variant="subtle"
                  size="compact-xs"
                  onClick={() => onChange([place, ...addresses.filter((_, i) => i !== index)])}
                >
                  {t('makeDefault')}
                </Button>
              ) : (
                <span />
              )}
              <Tooltip label={t('removeAddress', { number: index + 1 })}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('removeAddress', { number: index + 1 })}
                  onClick={() => onChange(addresses.filter((_, i) => i !== index))}
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              </Tooltip>
            </Group>
          </Stack>
        </Fieldset>
      ))}
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => onChange([...addresses, EMPTY_PLACE])}
        style={{ alignSelf: 'flex-start' }}
      >
        {t('addAddress')}
      </Button>
    </Stack>
  );
}

const CODES = { ward: 'wardCode', district: 'districtCode', province: 'provinceCode' } as const;

function withPart(place: Place, field: PlaceField, text: string): Place {
  const code = field in CODES ? { [CODES[field as keyof typeof CODES]]: null } : {};
  return { ...place, ...code, [field]: text === '' ? null : text };
}
