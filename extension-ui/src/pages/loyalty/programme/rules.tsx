import { Button, Menu, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useToast } from '../../../parts/toast.tsx';
import { useFormats } from '../../../session/admin.tsx';
import { newRule, type RuleForm } from './draft.ts';
import { useEditing } from './editor-context.ts';
import { RuleCard } from './rule-card.tsx';
import { Section } from './section.tsx';
import { useTexts } from './texts.ts';

/** What points are given for. Which rules there are, and what each of them asks, is the server's to say. */
export function Rules() {
  const t = useTexts();
  const { locale } = useFormats();
  const toast = useToast();
  const { draft, forms, set } = useEditing();
  const { rules } = draft.earning;
  const add = (form: RuleForm) => {
    const rule = newRule(form, rules);
    set('earning.rules', [...rules, rule]);
    // The focus goes to what is to be filled in.
    setTimeout(() => {
      const card = document.querySelector<HTMLElement>(`[data-rule="${rule.id}"]`);
      (card?.querySelector<HTMLElement>('input, select') ?? card?.querySelector('button'))?.focus();
    }, 60);
  };
  const remove = (index: number) => {
    set(
      'earning.rules',
      rules.filter((_, at) => at !== index),
    );
    toast.done(t('ruleRemoved'), () => set('earning.rules', rules));
  };
  return (
    <Section title={t('rules')} about={t('rulesAbout')}>
      {rules.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('rulesNone')}
        </Text>
      )}
      {rules.map((rule, index) => (
        <RuleCard key={rule.id} rule={rule} index={index} onRemove={() => remove(index)} />
      ))}
      <Menu position="bottom-start" width={280}>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            style={{ alignSelf: 'flex-start' }}
          >
            {t('addRule')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown aria-label={t('addRule')}>
          {[...forms.values()].map((form) => (
            <Menu.Item key={form.kind} onClick={() => add(form)}>
              {form.label[locale]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Section>
  );
}
