import { Box } from '@mantine/core';
import { useFormats } from '../../../session/admin.tsx';
import classes from './shop.module.css';
import { useTexts } from './texts.ts';

/** One order, and what of it is spend by the choices as they stand. */
export function SpendExample({ includeTax, includeShipping }: { includeTax: boolean; includeShipping: boolean }) {
  const t = useTexts();
  const f = useFormats();
  // 500,000 đ, or 50.00 of a currency with two digits: something that a customer could buy.
  const digits = f.minorDigits();
  const minor = (figure: number) => figure * (digits === 0 ? 1000 : 10 ** (digits - 1));
  const [goods, discount, shipping, tax] = [minor(500), minor(50), minor(30), minor(45)];
  const spend = goods - discount + (includeShipping ? shipping : 0) + (includeTax ? tax : 0);
  const rows: readonly (readonly [name: string, amountMinor: number, isCounted: boolean])[] = [
    [t('exampleGoods'), goods, true],
    [t('exampleDiscount'), -discount, true],
    [t('exampleShipping'), shipping, includeShipping],
    [t('exampleTax'), tax, includeTax],
  ];
  return (
    <Box maw={460}>
      <table className={classes['example']}>
        <caption>{t('example')}</caption>
        <tbody>
          {rows.map(([name, amountMinor, isCounted]) => (
            <tr key={name} data-counted={isCounted}>
              <th scope="row">{name}</th>
              <td className={classes['amount']}>{f.money(amountMinor)}</td>
              <td>{t(isCounted ? 'counted' : 'notCounted')}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('examplePaid')}</th>
            <td className={classes['amount']}>{f.money(goods - discount + shipping + tax)}</td>
            <td />
          </tr>
          <tr className={classes['sum']}>
            <th scope="row">{t('exampleSpend')}</th>
            <td className={classes['amount']} aria-live="polite">
              {f.money(spend)}
            </td>
            <td />
          </tr>
        </tfoot>
      </table>
    </Box>
  );
}
