import { Button, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useFormats } from '../../../session/admin.tsx';
import { LabelMark } from '../label-mark.tsx';
import { useTexts } from '../texts.ts';
import type { MatrixProps } from './matrix-table.tsx';
import classes from './moves.module.css';
import { sorted } from './moves.ts';
import { nameIn } from './name-in.ts';

/** At first; the others come when they are asked for. */
const FIRST = 12;

/** On a phone, which the matrix is too wide for: the moves that somebody made. */
export function Pairs({ matrix, colourOf, onOpen }: MatrixProps) {
  const t = useTexts();
  const f = useFormats();
  const [isAll, setAll] = useState(false);
  const moves = sorted(matrix);
  const hidden = isAll ? 0 : Math.max(0, moves.length - FIRST);
  return (
    <>
      <ul className={classes['pairs']} aria-label={t('matrix')}>
        {moves.slice(0, moves.length - hidden).map((move) => (
          <li key={`${move.from} ${move.to}`}>
            <UnstyledButton className={classes['pair'] ?? ''} aria-haspopup="dialog" onClick={() => onOpen(move)}>
              <span className={classes['ends']}>
                <LabelMark colour={colourOf(move.from)}>{nameIn(matrix, move.from, f.locale)}</LabelMark>
                {move.from === move.to ? (
                  <span className={classes['aside']}>{t('stayed')}</span>
                ) : (
                  <>
                    <span className={classes['aside']}>{t('became')}</span>
                    <LabelMark colour={colourOf(move.to)}>{nameIn(matrix, move.to, f.locale)}</LabelMark>
                  </>
                )}
              </span>
              <span className={classes['counts']}>
                <b>{f.number(move.customers)}</b>
                <span>{f.percent(move.share)}</span>
                {move.spentMinor !== 0 && <span>{f.moneyShort(move.spentMinor)}</span>}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <Button variant="default" size="xs" mt="xs" onClick={() => setAll(true)}>
          {t('morePairs', { count: hidden })}
        </Button>
      )}
    </>
  );
}
