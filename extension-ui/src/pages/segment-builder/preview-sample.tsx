import { Button, Skeleton, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useFormats } from '../../session/admin.tsx';
import classes from './builder.module.css';
import { useTexts } from './texts.ts';
import type { Preview } from './use-preview.ts';

/** Enough to see whether it is what was meant; the rest on demand. */
const SHOWN = 5;

export function PreviewSample({ preview }: { preview: Preview | undefined }) {
  const t = useTexts();
  const f = useFormats();
  const [isWhole, setWhole] = useState(false);
  const people = preview?.sample.slice(0, isWhole ? undefined : SHOWN) ?? [];
  const more = (preview?.sample.length ?? 0) - people.length;
  return (
    <div>
      <Text size="xs" c="dimmed" fw={600} mb={4} id="sample">
        {t('sample')}
      </Text>
      {preview?.sample.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('sampleNone')}
        </Text>
      )}
      <ul className={classes['people']} aria-labelledby="sample">
        {!preview &&
          Array.from({ length: SHOWN }, (_, index) => `${index}`).map((key) => (
            <li key={key} aria-hidden>
              <Skeleton h={14} my={5} />
            </li>
          ))}
        {people.map(({ id, name, phone, stats }) => (
          <li key={id}>
            <Link to={`/customers/${id}`}>{name ?? phone ?? t('noName')}</Link>
            <span>
              {t('orders', { count: stats.orders })} · {f.money(stats.spentMinor)}
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <Button variant="default" size="compact-sm" mt={6} onClick={() => setWhole(true)}>
          {t('sampleMore', { count: more })}
        </Button>
      )}
    </div>
  );
}
