import { Paper, Stack, TagsInput, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from './texts.ts';
import { isContact } from './values.ts';

/** Phones and e-mails that belong to nobody. What is neither is refused at once, not when everything is saved. */
export function Contacts(props: { values: readonly string[]; onChange: (values: string[]) => void }) {
  const { values, onChange } = props;
  const t = useTexts();
  const [wrong, setWrong] = useState<string | null>(null);
  return (
    <Paper component="section">
      <Stack gap="md">
        <Title order={2}>{t('contacts')}</Title>
        <TagsInput
          label={t('contactsWhy')}
          labelProps={{ fw: 400 }}
          maw={640}
          placeholder={values.length === 0 ? t('contactsHint') : ''}
          acceptValueOnBlur
          clearable={false}
          maxTags={1000}
          value={[...values]}
          error={wrong !== null && t('contactWrong', { text: wrong })}
          onChange={(next) => {
            const refused = next.find((text) => !isContact(text));
            setWrong(refused ?? null);
            onChange(next.filter(isContact));
          }}
        />
        {values.length === 0 && (
          <Text size="xs" c="dimmed">
            {t('contactsNone')}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
