import { Skeleton, Text, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import {
  columnOrderingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import classes from './data-table.module.css';
import { rowAfterKey } from './row-keys.ts';
import { useTexts } from './texts.ts';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** A CSS grid track: `minmax(160px, 2fr)`. */
  readonly width: string;
  readonly align?: 'end';
  /** What the list is sorted by when the heading is pressed, first and second time. Absent: the column sorts nothing. */
  readonly sorts?: readonly [first: string, second: string];
  cell(row: Row): ReactNode;
}

interface Props<Row> {
  /** What is listed: read to who cannot see it. */
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  /** Ids of the columns to show, in their order. Default: all as they come. */
  readonly shown?: readonly string[];
  /** Undefined while the first page is on its way. */
  readonly rows: readonly Row[] | undefined;
  /** How many there are in all, where that is known: the scroll bar then tells the truth to screen readers. */
  readonly total?: number | null;
  readonly sort?: string | undefined;
  readonly hasMore?: boolean;
  readonly isLoadingMore?: boolean;
  /** Shown instead of the table when there are no rows. */
  readonly empty: ReactNode;
  readonly cardHeight?: number;
  rowKey(row: Row): string;
  /** Where a row leads; absent: rows lead nowhere. The primary cell should hold the link itself. */
  rowPath?(row: Row): string;
  /** The row as a card, on a phone. */
  card(row: Row): ReactNode;
  onSort?(sort: string): void;
  onMore?(): void;
}

const features = tableFeatures({ columnVisibilityFeature, columnOrderingFeature });
const ROW_HEIGHT = 44;
/** So many rows from the end the next page is asked for. */
const AHEAD = 20;

/**
 * A list of any length: only the rows in view are in the page, so that a hundred thousand scroll as smoothly as ten. It scrolls with the
 * page, under a heading that stays. Arrows, Page Up and Down, Home and End move along the rows, Enter opens. On a phone rows are cards.
 */
export function DataTable<Row extends object>(props: Props<Row>) {
  const { rows, empty } = props;
  const isPhone = useMediaQuery('(max-width: 767px)', window.innerWidth < 768) ?? false;
  if (rows?.length === 0) return empty;
  return <Rows key={isPhone ? 'cards' : 'rows'} {...props} isPhone={isPhone} />;
}

function Rows<Row extends object>(props: Props<Row> & { isPhone: boolean }) {
  const { name, columns, shown, rows, total, sort, hasMore = false, isLoadingMore = false, isPhone } = props;
  const { rowKey, rowPath, card, onSort, onMore, cardHeight = 92 } = props;
  const t = useTexts();
  const navigate = useNavigate();
  const body = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [margin, setMargin] = useState(0);

  const defined = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>();
    return columns.map((column) =>
      helper.display({ id: column.id, header: column.header, cell: ({ row }) => column.cell(row.original) }),
    );
  }, [columns]);
  const count = rows?.length ?? 0;
  const height = isPhone ? cardHeight : ROW_HEIGHT;
  const virtual = useWindowVirtualizer({
    count: rows ? count : 10,
    estimateSize: () => height,
    overscan: 8,
    scrollMargin: margin,
  });
  // What is above the list may grow (a filter is opened): the list has to know where it begins.
  useEffect(() => {
    const measure = () => setMargin((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  const inView = virtual.getVirtualItems();
  const first = inView[0]?.index ?? 0;
  const last = inView.at(-1)?.index ?? 0;
  // The table is made of the rows in view alone: to make one of a hundred thousand with every page that comes would be felt.
  const data = useMemo(() => rows?.slice(first, last + 1) ?? [], [rows, first, last]);
  const table = useTable({
    features,
    columns: defined,
    data,
    getRowId: rowKey,
    state: {
      columnOrder: [...(shown ?? columns.map(({ id }) => id))],
      columnVisibility: Object.fromEntries(columns.map(({ id }) => [id, shown?.includes(id) ?? true])),
    },
  });
  const visible = table
    .getVisibleLeafColumns()
    .map(({ id }) => columns.find((column) => column.id === id) as Column<Row>);
  const items = table.getRowModel().rows;

  useEffect(() => {
    if (rows && hasMore && !isLoadingMore && last >= count - AHEAD) onMore?.();
  }, [rows, hasMore, isLoadingMore, last, count, onMore]);

  // The one row that Tab stops at: the last that was on, or the first in view when that one is scrolled away.
  const stop = active >= first && active <= last ? Math.min(active, count - 1) : first;
  const goTo = (index: number) => {
    setActive(index);
    virtual.scrollToIndex(index, { align: 'auto' });
    // The row is in the page only after the scroll has drawn it.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => rowAt(body.current, index)?.focus({ preventScroll: true })),
    );
  };
  const tracks: CSSProperties = isPhone ? {} : { gridTemplateColumns: visible.map(({ width }) => width).join(' ') };

  return (
    <div
      className={classes['table']}
      role="table"
      aria-label={t('rows', { name })}
      aria-rowcount={total ?? (hasMore ? -1 : count)}
      aria-busy={rows === undefined}
    >
      {!isPhone && (
        <div role="rowgroup" className={classes['head']}>
          <div role="row" className={classes['row']} style={tracks}>
            {visible.map((column) => (
              <Heading key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </div>
        </div>
      )}
      <div
        role="rowgroup"
        ref={body}
        className={classes['body']}
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={(event) => {
          const to = rowAfterKey(event.key, active, count);
          const row = rows?.[active];
          if (event.key === 'Enter' && event.target === rowAt(body.current, active) && row && rowPath)
            void navigate(rowPath(row));
          else if (to !== null && isRow(event.target)) {
            event.preventDefault();
            goTo(to);
          }
        }}
      >
        {inView.map(({ index, start, key }) => {
          const row = items[index - first];
          const style = { ...tracks, height, transform: `translateY(${start - margin}px)` };
          if (!row)
            return (
              <div key={key} className={classes['row']} style={style} role="presentation">
                <Skeleton height={14} style={{ gridColumn: '1 / -1' }} />
              </div>
            );
          return (
            <div
              key={row.id}
              role="row"
              aria-rowindex={index + 1}
              data-index={index}
              tabIndex={index === stop ? 0 : -1}
              className={classes['row']}
              data-leads={rowPath !== undefined}
              style={style}
              onFocus={() => setActive(index)}
              onClick={(event) => {
                // Links and buttons inside do their own; a text that is being selected is not a click.
                if (!rowPath || isControl(event.target) || window.getSelection()?.toString()) return;
                void navigate(rowPath(row.original));
              }}
            >
              {isPhone ? (
                <div role="cell" className={classes['card']}>
                  {card(row.original)}
                </div>
              ) : (
                visible.map((column) => (
                  <div key={column.id} role="cell" className={classes['cell']} data-align={column.align}>
                    {column.cell(row.original)}
                  </div>
                ))
              )}
            </div>
          );
        })}
      </div>
      {hasMore && isLoadingMore && (
        <Text size="xs" c="dimmed" ta="center" py="xs" role="presentation">
          {t('loadingMore')}
        </Text>
      )}
    </div>
  );
}

function Heading<Row>(props: {
  column: Column<Row>;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
}) {
  const { column, sort, onSort } = props;
  const t = useTexts();
  const { header, align, sorts } = column;
  if (!sorts || !onSort)
    return (
      <div role="columnheader" className={classes['heading']} data-align={align}>
        {header}
      </div>
    );
  const isSorted = sort !== undefined && sorts.includes(sort);
  const isDescending = sort?.startsWith('-') === true;
  const Arrow = !isSorted ? IconArrowsSort : isDescending ? IconArrowDown : IconArrowUp;
  return (
    <div
      role="columnheader"
      className={classes['heading']}
      data-align={align}
      aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : 'none'}
    >
      <UnstyledButton
        className={classes['sort'] ?? ''}
        data-sorted={isSorted}
        aria-label={t('sortBy', { column: header })}
        onClick={() => onSort(sort === sorts[0] ? sorts[1] : sorts[0])}
      >
        <span>{header}</span>
        <Arrow size={14} aria-hidden />
      </UnstyledButton>
    </div>
  );
}

function rowAt(body: HTMLElement | null, index: number): HTMLElement | null {
  return body?.querySelector<HTMLElement>(`[data-index="${index}"]`) ?? null;
}

function isRow(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.dataset['index'] !== undefined;
}

function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input, label') !== null;
}
