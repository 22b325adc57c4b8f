import { StatTile } from '../../parts/stat-tile.tsx';
import { useFormats } from '../../session/admin.tsx';
import classes from './back-test.module.css';
import { useTexts } from './texts.ts';
import type { Report, Side } from './use-back-test.ts';

type Totals = Side['totals'];

/** The figures of the whole time; under each what it means, and what the other programme comes to. */
export function Tiles({ report }: { report: Report }) {
  const t = useTexts();
  const f = useFormats();
  const { programme, against, everybody } = report;
  const { totals, costBasisPoints } = programme;
  const tile = (label: string, field: keyof Totals, hint: string, isMoney: boolean) => (
    <StatTile
      label={label}
      value={isMoney ? f.money(totals[field]) : f.number(totals[field])}
      hint={
        <>
          <div>{hint}</div>
          {against && (
            <div>
              {t('than', { value: isMoney ? f.moneyShort(against.totals[field]) : f.number(against.totals[field]) })}
            </div>
          )}
        </>
      }
    />
  );
  const share = costBasisPoints === null ? null : costBasisPoints / 10_000;
  return (
    <div className={classes['tiles']}>
      {tile(t('cost'), 'costMinor', t('costShare', { share: f.percent(share, 1) }), true)}
      {tile(t('redeemedCost'), 'redeemedMinor', t('redeemedMeans'), true)}
      {tile(t('discountCost'), 'discountMinor', t('costShare', { share: f.percent(shareOf(totals, report), 1) }), true)}
      {tile(t('liability'), 'liabilityMinor', t('liabilityMeans', { points: f.number(totals.outstanding) }), true)}
      {tile(t('issued'), 'issued', t('issuedMeans', { points: f.number(totals.reversed) }), false)}
      {tile(t('expired'), 'expired', t('expiredMeans'), false)}
      <StatTile
        label={t('winners')}
        value={f.number(everybody.winners)}
        hint={t('winnersMeans', { amount: f.moneyShort(everybody.gainMinor) })}
      />
      <StatTile
        label={t('losers')}
        value={f.number(everybody.losers)}
        hint={t('winnersMeans', { amount: f.moneyShort(0 - everybody.lossMinor) })}
      />
    </div>
  );
}

const shareOf = ({ discountMinor }: Totals, { goodsMinor }: Report) =>
  goodsMinor === 0 ? null : discountMinor / goodsMinor;
