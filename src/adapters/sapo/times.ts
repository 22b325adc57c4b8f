import type { TimeNames } from '../rest-shape.ts';

/** Sapo's own names (`processed_at` of a refund is the one exception). */
export const ON: TimeNames = { created: 'created_on', updated: 'modified_on' };
