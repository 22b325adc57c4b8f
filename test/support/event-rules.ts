import { type CommerceEvent, currencyDigits, type Order, type Refund, type Version } from '../../src/model.ts';

/**
 * What must hold of every decoded event, whatever the host sent. Returns the rules that are broken, in words;
 * an empty list is a sound event.
 */
export function brokenRules(event: CommerceEvent): string[] {
  const broken: string[] = [];
  const rule = (holds: boolean, name: string): void => void (holds || broken.push(`${event.type}: ${name}`));
  if ('order' in event) orderRules(event.order, rule);
  if ('hostId' in event) rule(isId(event.hostId), 'hostId is an id');
  if (event.type === 'refund_changed') {
    rule(isId(event.orderHostId), 'orderHostId is an id');
    refundRules(event.refund, rule);
    versionRules(event.version, rule);
  }
  if (event.type === 'customer_changed') {
    const { customer } = event;
    versionRules(customer.version, rule);
    rule(customer.hostId === null || isId(customer.hostId), 'hostId is an id');
    rule([customer.hostId, customer.memberCode, customer.phone, customer.email].some(Boolean), 'somebody is named');
    rule(customer.debtMinor === undefined || Number.isSafeInteger(customer.debtMinor), 'debt is an integer');
    rule(
      [customer.name, customer.phone, customer.email].every((text) => text !== ''),
      'no empty text',
    );
  }
  if (event.type === 'product_changed') {
    versionRules(event.product.version, rule);
    rule(isId(event.product.hostId), 'hostId is an id');
    rule(
      event.product.variants.every((variant) => isId(variant.id)),
      'variants have ids',
    );
    rule(
      event.product.categories.every((category) => isId(category.id)),
      'categories have ids',
    );
  }
  if (event.type === 'customers_merged') rule(isId(event.keptHostId) && isId(event.mergedHostId), 'both ids are ids');
  return broken;
}

type Rule = (holds: boolean, name: string) => void;

function orderRules(order: Order, rule: Rule): void {
  versionRules(order.version, rule);
  rule(isId(order.hostId), 'hostId is an id');
  rule(currencyDigits(order.currency) !== null, 'currency is ISO 4217');
  rule(Number.isInteger(order.placedAt), 'placedAt is an instant');
  rule(order.fulfilledAt === null || Number.isInteger(order.fulfilledAt), 'fulfilledAt is an instant or null');
  rule(
    order.redemptionIds.length <= 20 &&
      new Set(order.redemptionIds).size === order.redemptionIds.length &&
      order.redemptionIds.every((id) => /^[A-Za-z0-9_-]{1,64}$/.test(id)),
    'redemptionIds are at most 20 different ids',
  );
  for (const name of ['goodsMinor', 'discountMinor', 'shippingMinor', 'taxMinor', 'totalMinor', 'debtMinor'] as const) {
    rule(isAmount(order[name]), `${name} is an amount`);
  }
  for (const line of order.lines) {
    rule(isId(line.hostId), 'a line has an id');
    rule(isAmount(line.amountMinor), 'a line has an amount');
    rule(isAmount(line.discountMinor), 'what a line was discounted by is an amount');
    rule(Number.isFinite(line.quantity) && line.quantity >= 0, 'a line has a quantity');
    rule(
      [line.productId, line.variantId].every((id) => id === null || isId(id)),
      'a line names its product by id or not at all',
    );
  }
  for (const refund of order.refunds) refundRules(refund, rule);
  rule(order.channel !== '' && order.channel === order.channel.toLowerCase(), 'channel is lower case');
  rule(order.locationId === null || isId(order.locationId), 'locationId is an id');
  const { hostId, memberCode, phone, email, name } = order.buyer;
  rule(hostId === null || isId(hostId), 'buyer.hostId is an id');
  rule(
    [memberCode, phone, email, name].every((text) => text !== ''),
    'the buyer has no empty text',
  );
}

function refundRules(refund: Refund, rule: Rule): void {
  rule(isId(refund.hostId), 'a refund has an id');
  rule(isAmount(refund.totalMinor), 'a refund is never negative');
  rule(refund.goodsMinor === null || isAmount(refund.goodsMinor), 'the goods part of a refund is never negative');
  rule(
    refund.lines.every(
      (line) => isId(line.lineId) && line.quantity >= 0 && (line.amountMinor === null || isAmount(line.amountMinor)),
    ),
    'refund lines are whole',
  );
}

function versionRules(version: Version, rule: Rule): void {
  rule(Number.isSafeInteger(version.at) && Number.isSafeInteger(version.rank), 'the version is two integers');
}

const isAmount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);
const isId = (value: string): boolean =>
  typeof value === 'string' && value.trim() === value && value.length >= 1 && value.length <= 128;
