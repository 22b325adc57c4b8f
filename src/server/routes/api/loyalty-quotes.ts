import { AppError } from '../../../errors.ts';
import { emptyAccount, refundPreview } from '../../../loyalty/index.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { quoted } from '../../loyalty/quotes.ts';
import { viewOf } from '../../loyalty/view.ts';
import { orderRefOf } from '../../queries/loyalty-orders.ts';
import { cartOf, quoteJson, refundPreviewJson } from './loyalty-spend-answer.ts';
import { QuoteGiven, QuoteJson, RefundPreviewGiven, RefundPreviewJson } from './loyalty-spend-json.ts';

const tags = ['loyalty'];
const redeem = { scope: 'loyalty:redeem' } as const;

/** `/loyalty/quote`: what a cart comes to; `/loyalty/refund-preview`: what a return takes and gives. Neither writes anything. */
export function registerLoyaltyQuotes(app: App, parts: AppParts): void {
  app.post(
    '/loyalty/quote',
    {
      config: redeem,
      schema: {
        tags,
        summary: 'What a customer’s cart comes to',
        description: 'Tier, coupon and points, taken off in this order. Writes nothing.',
        body: QuoteGiven,
        response: { 200: QuoteJson },
      },
    },
    async (request) => {
      const { customer: id, cart, points } = request.body;
      const { customer, account, context } = await viewOf(parts, request.scope, await request.shopState(), id);
      return quoteJson(quoted(customer, account ?? emptyAccount(context.now), cartOf(cart), points, context));
    },
  );

  app.post(
    '/loyalty/refund-preview',
    {
      config: { scope: 'loyalty:read' },
      schema: {
        tags,
        summary: 'What a return would take and give',
        description: 'Exactly what happens when these lines come back. Writes nothing.',
        body: RefundPreviewGiven,
        response: { 200: RefundPreviewJson },
      },
    },
    async (request) => {
      const { customer: id, order, all, lines = [] } = request.body;
      if ((all === true) === lines.length > 0) throw new AppError('invalid', 'give `all` or `lines`');
      const { customer, account, context } = await viewOf(parts, request.scope, await request.shopState(), id);
      const back = all === true ? 'whole' : lines.map(({ index, ...part }) => ({ line: index, ...defined(part) }));
      const ref = orderRefOf(order);
      const preview = account && refundPreview(account, customer.birth, ref, back, context);
      if (!preview) throw new AppError('not_found', 'the customer has no such order that points know, or it has ended');
      return refundPreviewJson(request.scope, ref, preview, context);
    },
  );
}

/** Without what was left out, which is not the same as none. */
function defined({ quantity, amountMinor }: { quantity?: number | undefined; amountMinor?: number | undefined }) {
  return { ...(quantity === undefined ? {} : { quantity }), ...(amountMinor === undefined ? {} : { amountMinor }) };
}
