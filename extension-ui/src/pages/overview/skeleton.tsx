import { Skeleton } from '@mantine/core';
import { CHART_HEIGHT } from '../../parts/charts/chart-height.ts';
import { StatTile } from '../../parts/stat-tile.tsx';
import classes from './overview.module.css';

const TILES = ['revenue', 'orders', 'average', 'refunded', 'customers', 'buyers', 'newBuyers', 'repeatRate'];
/** Of a card's heading and edges around a chart. */
const AROUND = 75;

/** What stands for the figures until they are there, of their height. */
export function FiguresSkeleton() {
  return (
    <div className={classes['figures']} aria-busy="true">
      <div className={classes['tiles']}>
        {TILES.map((name) => (
          <StatTile
            key={name}
            label={<Skeleton height={12} width="60%" my={4} />}
            value={<Skeleton height={20} width="70%" my={4} />}
            hint={<div className={classes['twoLines']} />}
          />
        ))}
      </div>
      <div className={classes['charts']}>
        <Skeleton height={CHART_HEIGHT + AROUND} />
        <Skeleton height={CHART_HEIGHT + AROUND} />
      </div>
    </div>
  );
}
