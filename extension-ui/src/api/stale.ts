import type { LiveEvent } from './live-stream.ts';

type Key = readonly unknown[];

/**
 * Which answers are old after an event. Query keys start with the name of what they hold, then its id: `['customer', id, 'orders']`. The list of
 * customers is not here: it would move under the eyes; its page says that there is something new.
 */
export function staleAfter(event: LiveEvent): readonly Key[] {
  switch (event.name) {
    case 'customer':
      return [['customer', event.data.id]];
    case 'order':
      return [['overview'], ['orders'], ...(event.data.customer ? [['customer', event.data.customer]] : [])];
    case 'member':
      return [['customer', event.data.customer], ['segment', event.data.segment], ['segments']];
    case 'segment':
      return [['segment', event.data.id], ['segments']];
    case 'delivery':
      return [['deliveries'], ['delivery', event.data.id], ['attention'], ['connections']];
    case 'job':
      return [['jobs'], ['attention']];
    case 'settings':
      return [['settings'], ['connections'], ['me']];
    case 'staff':
      return [['staff'], ['me']];
    case 'audit':
      return [['audit'], ['api-keys'], ['connections'], ['privacy-requests'], ['attention']];
    case 'reset':
      return [[]];
  }
}
