import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useFormats } from '../../../session/admin.tsx';
import { colourClass } from '../label-mark.tsx';
import type { Model } from '../rfm.ts';
import { useTexts } from '../texts.ts';
import type { GridTable } from './grid-map.ts';
import classes from './model.module.css';

interface Props {
  readonly table: GridTable;
  readonly model: Model;
  nameOf(label: string | null): string;
  onPress(cells: readonly string[]): void;
}

/** The cells of one R, by F and M; or all of them, by R and the mean of F and M. */
export function GridPart({ table, model, nameOf, onPress }: Props) {
  const t = useTexts();
  const f = useFormats();
  const { r, rows, columns } = table;
  const isMap = r === null;
  const caption = isMap ? t('map') : t('ofR', { score: r });
  return (
    <table className={classes['grid']} data-map={isMap} aria-label={caption}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <td aria-hidden />
          {columns.map((column) => (
            <th key={column} scope="col">
              {isMap ? f.number(column) : t('f', { score: column })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ score, spots }) => (
          <tr key={score}>
            <th scope="row">{t(isMap ? 'r' : 'm', { score })}</th>
            {spots.map(({ cells, label }, index) => {
              const place = isMap
                ? t('spotMap', { r: score, fm: f.number(columns[index] ?? 0) })
                : t('spot', { r: r ?? 0, f: columns[index] ?? 0, m: score });
              const number = model.labels.findIndex(({ id }) => id === label) + 1;
              const name = label === null ? t('mixed') : nameOf(label);
              return (
                <td key={columns[index]}>
                  <UnstyledButton
                    className={`${classes['spot']} ${colourClass(model.labels[number - 1]?.color)}`}
                    onClick={() => onPress(cells)}
                  >
                    <VisuallyHidden>{place}:</VisuallyHidden> <b>{number || '±'}</b>
                    {isMap ? <VisuallyHidden>{name}</VisuallyHidden> : <span className={classes['name']}>{name}</span>}
                  </UnstyledButton>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
