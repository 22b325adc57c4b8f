import { Button, NativeSelect, Paper, Text, TextInput, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useId } from 'react';
import { useFormats } from '../../../session/admin.tsx';
import { colourClass } from '../label-mark.tsx';
import { COLOURS, isColour, type Label } from '../rfm.ts';
import { useTexts } from '../texts.ts';
import { added, cellCount, LABELS_MAX, removed, withLabel } from './draft.ts';
import type { Edited } from './edited.ts';
import classes from './model.module.css';

/** Of the server. */
const LONGEST = 100;
const LANGUAGES = ['vi', 'en'] as const;

/** What labels there are, what they are called in both languages and what colour they have. */
export function Labels({ model, problems, isTried, onChange }: Edited) {
  const t = useTexts();
  const f = useFormats();
  const id = useId();
  const missing = (index: number, language: 'vi' | 'en') =>
    isTried && problems.has(`labels.${index}.${language}`) ? t('nameMissing') : null;
  const nameOf = ({ name }: Label, index: number) => name[f.locale] || t('labelOf', { number: index + 1 });
  return (
    <Paper component="section" aria-labelledby={id}>
      <Title order={2} id={id}>
        {t('labels')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('labelsMean')}
      </Text>
      <ol className={classes['labels']}>
        {model.labels.map((label, index) => {
          const cells = cellCount(model, label.id);
          return (
            <li key={label.id} className={classes['label']} aria-label={nameOf(label, index)}>
              <span className={`${classes['number']} ${colourClass(label.color)}`} aria-hidden>
                {index + 1}
              </span>
              {LANGUAGES.map((language) => (
                <TextInput
                  key={language}
                  label={t(`labelIn_${language}`)}
                  lang={language}
                  maxLength={LONGEST}
                  autoComplete="off"
                  value={label.name[language]}
                  error={missing(index, language)}
                  onChange={(event) =>
                    onChange(
                      withLabel(model, { ...label, name: { ...label.name, [language]: event.currentTarget.value } }),
                    )
                  }
                />
              ))}
              <NativeSelect
                label={t('colour')}
                value={label.color}
                data={COLOURS.map((colour) => ({ value: colour, label: t(`colour_${colour}`) }))}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  if (isColour(value)) onChange(withLabel(model, { ...label, color: value }));
                }}
              />
              <div className={classes['end']}>
                {cells > 0 ? (
                  <Text size="xs" c="dimmed" component="span">
                    {t('cells', { count: cells })}
                  </Text>
                ) : (
                  model.labels.length > 1 && (
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={t('removeOf', { name: nameOf(label, index) })}
                      onClick={() => onChange(removed(model, label.id))}
                    >
                      {t('remove')}
                    </Button>
                  )
                )}
              </div>
            </li>
          );
        })}
      </ol>
      {model.labels.length < LABELS_MAX && (
        <Button
          mt="sm"
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange(added(model, { vi: '', en: '' }))}
        >
          {t('add')}
        </Button>
      )}
    </Paper>
  );
}
