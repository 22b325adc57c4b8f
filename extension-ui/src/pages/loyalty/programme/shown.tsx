import type { Programme } from '../loyalty.ts';
import type { RuleForm } from './draft.ts';
import classes from './editor.module.css';
import { FACT_SECTIONS } from './facts.ts';
import { Section } from './section.tsx';
import { useTexts } from './texts.ts';
import { useFacts } from './use-facts.ts';

/** The programme for those who may look and not change it. */
export function Shown({ programme, forms }: { programme: Programme; forms: ReadonlyMap<string, RuleForm> }) {
  const t = useTexts();
  const facts = useFacts(programme, forms);
  return FACT_SECTIONS.map((section) => {
    const own = facts.filter((fact) => fact.section === section);
    if (own.length === 0) return null;
    return (
      <Section key={section} title={t(section)}>
        <dl className={classes['facts']}>
          {own.map(({ key, label, value }) => [<dt key={key}>{label}</dt>, <dd key={`${key} is`}>{value}</dd>])}
        </dl>
      </Section>
    );
  });
}
