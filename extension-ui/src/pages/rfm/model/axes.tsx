import { NativeSelect, Paper, Radio, Stack, Text, Title } from '@mantine/core';
import { useId } from 'react';
import { useToast } from '../../../parts/toast.tsx';
import { useFormats } from '../../../session/admin.tsx';
import type { Model, Version } from '../rfm.ts';
import { useTexts } from '../texts.ts';
import { presetOf, scoredLike } from './draft.ts';
import type { Edited } from './edited.ts';
import classes from './model.module.css';
import { Threshold } from './threshold.tsx';

const AXES = ['recency', 'frequency', 'monetary'] as const;

/** How customers get their scores. */
export function Axes(props: Edited & { presets: Version['presets'] }) {
  const { model, presets, onChange } = props;
  const t = useTexts();
  const { locale } = useFormats();
  const toast = useToast();
  const id = useId();
  const kind = presetOf(model, presets) ?? '';
  const choose = (value: string) => {
    const preset = presets.find((one) => one.id === value);
    if (!preset || value === kind) return;
    onChange(scoredLike(model, preset.model));
    toast.done(t('presetChosen', { name: preset.name[locale] }), () => onChange(model));
  };
  return (
    <Paper component="section" aria-labelledby={id}>
      <Title order={2} id={id} mb="sm">
        {t('axes')}
      </Title>
      <Stack gap="md">
        <Radio.Group label={t('kind')} value={kind} onChange={choose}>
          <Stack gap="xs" mt="xs">
            {presets.map(({ id, name, model: { kind } }) => (
              <Radio key={id} value={id} label={name[locale]} description={t(`kind_${kind}`)} />
            ))}
          </Stack>
        </Radio.Group>
        {model.kind === 'fixed' && (
          <div className={classes['axes']}>
            {AXES.map((axis) => (
              <fieldset key={axis} className={classes['axis']}>
                <legend>{t(axis === 'frequency' ? 'axisMonthly' : `axis_${axis}`)}</legend>
                <Threshold {...props} axis={axis} place="high" />
                <Threshold {...props} axis={axis} place="middle" />
                <Text size="xs" c="dimmed">
                  {t('otherwiseOne')}
                </Text>
              </fieldset>
            ))}
          </div>
        )}
        <NativeSelect
          label={t('window')}
          value={model.spentWindow}
          className={classes['window'] ?? ''}
          data={[
            { value: '12_months', label: t('windowYear') },
            { value: 'lifetime', label: t('windowLifetime') },
          ]}
          onChange={(event) => onChange({ ...model, spentWindow: event.currentTarget.value as Model['spentWindow'] })}
        />
      </Stack>
    </Paper>
  );
}
