import { Badge, Button, Group, Paper, Text, Title } from '@mantine/core';
import { useId } from 'react';
import { useFormats } from '../../session/admin.tsx';
import classes from './back-test.module.css';
import { useTexts } from './texts.ts';
import { type BackTest, usePastBackTests } from './use-back-test.ts';

interface Props {
  readonly shown: string | null;
  /** Of the one that is shown. */
  readonly state: BackTest['state'] | undefined;
  onShow(id: string): void;
}

/** The last back-tests of the shop, each to be opened again for a week. Nothing while there are none. */
export function Past({ shown, state, onShow }: Props) {
  const t = useTexts();
  const f = useFormats();
  const id = useId();
  const { data } = usePastBackTests(state);
  const others = data?.items.filter((item) => item.id !== shown) ?? [];
  if (others.length === 0) return null;
  return (
    <Paper component="section" aria-labelledby={id}>
      <Title order={2} id={id} mb="xs">
        {t('past')}
      </Title>
      <ul className={classes['past']}>
        {others.map((item) => (
          <li key={item.id}>
            <Button variant="subtle" size="compact-sm" onClick={() => onShow(item.id)}>
              {t('pastOpen', { time: f.dateTime(item.at) })}
            </Button>
            <Group gap="xs">
              <Text size="sm" c="dimmed">
                {t('pastSince', { day: f.day(item.from) })}
              </Text>
              <Badge variant="light" color={item.state === 'failed' ? 'red' : 'gray'}>
                {t(`state_${item.state}`)}
              </Badge>
            </Group>
          </li>
        ))}
      </ul>
    </Paper>
  );
}
