/**
 * Haravan documents few topics, and apps in production meet more than one spelling of those they use (hosts.md §3.1, §11). A
 * refunds topic is not proven; should it exist, its body is the refund.
 */
const SPELLINGS: Readonly<Record<string, string>> = {
  'orders/update': 'orders/updated',
  // Not documented as a topic either: an order's body under any order topic is the order as it stands.
  'orders/confirmed': 'orders/updated',
  'orders/partially_fulfilled': 'orders/updated',
  'orders/canceled': 'orders/cancelled',
  'orders/deleted': 'orders/delete',
  'customers/updated': 'customers/update',
  'customers/deleted': 'customers/delete',
  'products/updated': 'products/update',
  'products/deleted': 'products/delete',
  'refunds/created': 'refunds/create',
};

export const OTHER_SPELLINGS: readonly string[] = Object.keys(SPELLINGS);

/** The topic in the one spelling that the decoders know. */
export function resourceTopic(topic: string): string {
  return (Object.hasOwn(SPELLINGS, topic) ? SPELLINGS[topic] : undefined) ?? topic;
}
