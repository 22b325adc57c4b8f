import { Button, List, Paper, SimpleGrid, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAward, IconPencil } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useCan, useFormats } from '../../session/admin.tsx';
import classes from './loyalty.module.css';
import type { Programme, ProgrammeList } from './loyalty.ts';
import { useTexts } from './texts.ts';

/** A shop without a programme: what it would be, and two ways to begin. Nothing is given to anybody before it is published. */
export function Invitation({ presets }: { presets: ProgrammeList['presets'] }) {
  const t = useTexts();
  const { locale } = useFormats();
  const canWrite = useCan('programme:write');
  return (
    <section aria-labelledby="invitation" className={classes['invitation']}>
      <Title order={2} id="invitation" size="h1">
        {t('inviteTitle')}
      </Title>
      <Text c="dimmed" maw={620} mb="md">
        {t(canWrite ? 'inviteBody' : 'inviteWait')}
      </Text>
      {canWrite && (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          {presets.map(({ id, name, programme }) => (
            <Way
              key={id}
              icon={<IconAward size={20} />}
              title={name[locale]}
              isFirst
              begin={id}
              action={t('beginPreset')}
            >
              <PresetFacts programme={programme} />
            </Way>
          ))}
          <Way icon={<IconPencil size={20} />} title={t('emptyTitle')} begin="empty" action={t('beginEmpty')}>
            <Text size="sm">{t('emptyBody')}</Text>
          </Way>
        </SimpleGrid>
      )}
    </section>
  );
}

function Way(props: {
  icon: ReactNode;
  title: string;
  isFirst?: boolean;
  begin: string;
  action: string;
  children: ReactNode;
}) {
  const { icon, title, isFirst = false, begin, action, children } = props;
  return (
    <Paper p="lg" className={classes['way'] ?? ''}>
      <ThemeIcon size={40} radius="xl" variant="light" aria-hidden>
        {icon}
      </ThemeIcon>
      <Title order={3} size="h2">
        {title}
      </Title>
      <div className={classes['grow']}>{children}</div>
      <Button
        component={Link}
        to={`/loyalty/programme?begin=${encodeURIComponent(begin)}`}
        variant={isFirst ? 'filled' : 'default'}
      >
        {action}
      </Button>
    </Paper>
  );
}

/** A programme in a few words. */
function PresetFacts({ programme }: { programme: Programme }) {
  const t = useTexts();
  const f = useFormats();
  const { tiers, redeeming, expiry } = programme;
  const [first] = tiers.levels;
  const rates = tiers.levels.map(({ rateMinor }) => rateMinor);
  const discounts = tiers.levels.map(({ discountBasisPoints }) => discountBasisPoints);
  return (
    <List size="sm" spacing={4}>
      {first && <List.Item>{t('presetEarn', { amount: f.money(first.rateMinor) })}</List.Item>}
      <List.Item>
        {t('presetSpend', { amount: f.money(redeeming.pointMinor), points: f.number(redeeming.minimumPoints) })}
      </List.Item>
      {expiry.kind === 'months' && <List.Item>{t('presetExpiry', { count: expiry.months })}</List.Item>}
      <List.Item>
        {t('presetTiers', {
          names: f.list(tiers.levels.map(({ name }) => name[f.locale])),
          rate: f.money(Math.min(...rates)),
          discount: f.percent(Math.max(...discounts) / 10_000, 2),
        })}
      </List.Item>
    </List>
  );
}
