import { Paper, SimpleGrid, Text, Title, UnstyledButton } from '@mantine/core';
import { useFormats } from '../../session/admin.tsx';
import classes from './builder.module.css';
import type { Template } from './catalogue.ts';
import { useTexts } from './texts.ts';

/** Definitions to start from, while there is nothing yet. */
export function Templates(props: { templates: readonly Template[]; onChoose: (template: Template) => void }) {
  const t = useTexts();
  const { locale } = useFormats();
  return (
    <Paper component="section" aria-labelledby="templates">
      <Title order={2} id="templates">
        {t('templates')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('templatesHint')}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 2, lg: 3 }} spacing="xs">
        {props.templates.map((template) => (
          <UnstyledButton
            key={template.id}
            className={classes['template'] ?? ''}
            onClick={() => props.onChoose(template)}
          >
            <Text size="sm" fw={600} component="span">
              {template.name[locale]}
            </Text>
            <Text size="xs" c="dimmed" component="span">
              {template.description[locale]}
            </Text>
          </UnstyledButton>
        ))}
      </SimpleGrid>
    </Paper>
  );
}
