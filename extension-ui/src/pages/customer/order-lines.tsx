import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormats } from '../../session/admin.tsx';
import classes from './customer.module.css';
import type { OrderContent } from './customer.ts';
import { roundedPieces } from './order-line.tsx';
import { useTexts } from './texts.ts';

/** Lines, sums and refunds of an order, in its own currency. */
export function OrderLines({ content }: { content: OrderContent }) {
  const t = useTexts();
  const f = useFormats();
  const money = (amountMinor: number) => f.money(amountMinor, content.currency);
  const returnedOf = (lineId: string) =>
    content.refunds
      .flatMap((refund) => refund.lines)
      .reduce((sum, line) => sum + (line.lineId === lineId ? line.quantity : 0), 0);
  // Hosts tell no fees; they are what is missing. Where the tax is missing instead, it is in the prices.
  const rest = content.totalMinor - content.goodsMinor - content.shippingMinor - content.taxMinor;
  const isTaxIncluded = content.taxMinor > 0 && rest < 0;
  const sums: [string, ReactNode][] = [
    [t('goods'), money(content.goodsMinor)],
    ...sum(t('discountIn'), content.discountMinor, money),
    ...sum(t('shipping'), content.shippingMinor, money),
    ...sum(t(isTaxIncluded ? 'taxIn' : 'tax'), content.taxMinor, money),
    ...sum(t('fees'), isTaxIncluded ? 0 : Math.max(0, rest), money),
  ];
  const refunds = content.refunds.map((refund): [string, ReactNode] => [
    refund.at === null ? t('refund') : t('refundOn', { date: f.date(refund.at) }),
    `−${money(refund.totalMinor)}`,
  ]);
  return (
    <table className={classes['lines']}>
      <thead>
        <tr>
          <th scope="col">{t('product')}</th>
          <th scope="col" data-align="end">
            {t('quantity')}
          </th>
          <th scope="col" data-align="end">
            {t('amount')}
          </th>
        </tr>
      </thead>
      <tbody>
        {content.lines.map((line) => {
          const returned = returnedOf(line.id);
          return (
            <tr key={line.id}>
              <td>
                {line.title}{' '}
                {returned > 0 && (
                  <Badge color="grape">{t('returnedPieces', { quantity: f.number(roundedPieces(returned)) })}</Badge>
                )}
              </td>
              <td data-align="end">{f.number(roundedPieces(line.quantity))}</td>
              <td data-align="end">{money(line.amountMinor)}</td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        {sums.map(([label, amount]) => (
          <Sum key={label} label={label} amount={amount} />
        ))}
        <Sum label={t('total')} amount={money(content.totalMinor)} isGrand />
        {refunds.map(([label, amount], index) => (
          <Sum key={content.refunds[index]?.id ?? index} label={label} amount={amount} />
        ))}
        {content.debtMinor > 0 && <Sum label={t('owed')} amount={money(content.debtMinor)} />}
      </tfoot>
    </table>
  );
}

function Sum({ label, amount, isGrand = false }: { label: string; amount: ReactNode; isGrand?: boolean }) {
  return (
    <tr className={isGrand ? classes['grand'] : undefined}>
      <th scope="row" colSpan={2}>
        {label}
      </th>
      <td data-align="end">{amount}</td>
    </tr>
  );
}

const sum = (label: string, amountMinor: number, money: (amountMinor: number) => string): [string, ReactNode][] =>
  amountMinor === 0 ? [] : [[label, money(amountMinor)]];
