import { Tooltip } from '@mantine/core';
import { useLiveState } from '../api/live.tsx';
import classes from './live-mark.module.css';
import { useTexts } from './texts.ts';

/** Whether what one sees is of now. Said in words too: a colour alone says nothing to many. */
export function LiveMark() {
  const t = useTexts();
  const state = useLiveState();
  return (
    <Tooltip label={t(state)}>
      <span role="status" className={classes['mark']} data-state={state} aria-label={t(state)}>
        {state !== 'live' && <span className={classes['text']}>{t(state)}</span>}
      </span>
    </Tooltip>
  );
}
