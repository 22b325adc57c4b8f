import { Text } from '@mantine/core';
import { Fragment } from 'react';
import classes from './editor.module.css';
import type { Difference } from './facts.ts';
import { useTexts } from './texts.ts';

/** What two programmes say differently, a line each. */
export function Changes({ changes }: { changes: readonly Difference[] }) {
  const t = useTexts();
  if (changes.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('changesNone')}
      </Text>
    );
  return (
    <ul className={classes['changes']}>
      {changes.map(({ key, label, before, after }) => (
        <li key={key}>
          <strong>{label}</strong>
          {t('colon')}{' '}
          {before === null ? (
            <>
              {t('added')} <ins>{after}</ins>
            </>
          ) : after === null ? (
            <>
              {t('leftOut')} <del>{before}</del>
            </>
          ) : (
            <Fragment>
              <del>{before}</del> {t('becomes')} <ins>{after}</ins>
            </Fragment>
          )}
        </li>
      ))}
    </ul>
  );
}
