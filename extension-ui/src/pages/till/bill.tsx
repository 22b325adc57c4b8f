import { useFormats } from '../../session/admin.tsx';
import { useWords } from '../customer/points/points.ts';
import { useTexts } from './texts.ts';
import classes from './till.module.css';
import type { Quote } from './till.ts';
import { usePointsText } from './use-points-text.ts';

/** What is taken off, in the order in which it is (L10), and what is left to pay. */
export function Bill({ quote: { goodsMinor, steps, payableMinor, level } }: { quote: Quote }) {
  const t = useTexts();
  const f = useFormats();
  const words = useWords();
  const pointsText = usePointsText();
  return (
    <table className={classes['bill']} aria-label={t('quote')}>
      <tbody>
        <tr>
          <th scope="row">{t('goods')}</th>
          <td>{f.money(goodsMinor)}</td>
        </tr>
        {steps.map(({ kind, amountMinor, points }) => (
          <tr key={kind}>
            <th scope="row">
              {t(`step_${kind}`, { level: level ? words(level.name) : '', points: pointsText(points ?? 0) })}
            </th>
            <td>−{f.money(amountMinor)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('payable')}</th>
          <td aria-live="polite">{f.money(payableMinor)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
