/**
 * The shared nouns: every room speaks in these words, and this is their one door.
 * Pure: no clock, no randomness, no I/O. Each file beside it holds one noun.
 */
export * from './model/area.ts';
export * from './model/attribute.ts';
export * from './model/birth-date.ts';
export * from './model/commerce.ts';
export * from './model/customer.ts';
export * from './model/day.ts';
export * from './model/form.ts';
export * from './model/identity.ts';
export * from './model/ids.ts';
export * from './model/money.ts';
export * from './model/name-order.ts';
export * from './model/order-history.ts';
export * from './model/phone.ts';
export * from './model/purchase.ts';
export * from './model/shop.ts';
export * from './model/tet.ts';
export * from './model/text.ts';
