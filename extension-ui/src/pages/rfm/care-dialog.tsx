import { Alert, Button, Group, Modal, SimpleGrid, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTexts as usePartTexts } from '../../parts/texts.ts';
import { useFormats } from '../../session/admin.tsx';
import { CARES, type Care, type Label, type Version } from './rfm.ts';
import { useTexts } from './texts.ts';
import { useSaveModel } from './use-rfm.ts';

/** Of the server: a text of the care play. */
const LONGEST = 500;
const LANGUAGES = ['vi', 'en'] as const;

/** Writes down what the shop does for a label; a new version of the model, which changes nobody's label. */
export function CareDialog(props: { label: Label; version: Version; onClose: () => void }) {
  const { label, version, onClose } = props;
  const t = useTexts();
  const parts = usePartTexts();
  const { locale } = useFormats();
  const [care, setCare] = useState<Care>(label.care);
  const save = useSaveModel(onClose);
  const isChanged = JSON.stringify(care) !== JSON.stringify(label.care);
  const submit = () => {
    const labels = version.model.labels.map((one) => (one.id === label.id ? { ...one, care } : one));
    save.mutate({ model: { ...version.model, labels }, after: version.version, before: version.model });
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('careTitle', { name: label.name[locale] })}
      closeButtonProps={{ 'aria-label': parts('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="sm">
          {CARES.map((field) => (
            <SimpleGrid key={field} cols={{ base: 1, xs: 2 }} spacing="sm">
              {LANGUAGES.map((language) => (
                <Textarea
                  key={language}
                  label={t(`careIn_${language}`, { what: t(`care_${field}`) })}
                  lang={language}
                  autosize
                  minRows={2}
                  maxRows={6}
                  maxLength={LONGEST}
                  value={care[field][language]}
                  onChange={(event) => {
                    // A line, as the server has it: what was pasted may have several.
                    const text = event.currentTarget.value.replaceAll(/\s*[\r\n\t]+\s*/g, ' ');
                    setCare((before) => ({ ...before, [field]: { ...before[field], [language]: text } }));
                  }}
                />
              ))}
            </SimpleGrid>
          ))}
          {save.error && (
            <Alert color="red" role="alert">
              {t('saveFailed', { message: save.error.message })}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {parts('cancel')}
            </Button>
            <Button type="submit" disabled={!isChanged} loading={save.isPending}>
              {parts('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
