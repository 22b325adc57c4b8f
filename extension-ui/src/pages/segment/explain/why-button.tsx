import { Button } from '@mantine/core';
import { useTexts } from './texts.ts';

/** Small, at the end of a row. */
export function WhyButton(props: { segment: string; customer: string; onClick: () => void }) {
  const t = useTexts();
  const { segment, customer, onClick } = props;
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      aria-haspopup="dialog"
      aria-label={t('whyWho', { segment, customer })}
      onClick={onClick}
    >
      {t('why')}
    </Button>
  );
}
