import { AppError } from '../../errors.ts';
import type { PersonReference } from '../../model.ts';
import { carryOutPrivacy } from '../privacy.ts';
import { ShopStates } from '../shop-state.ts';
import { answer, type Command, findShop, readOptions, withDatabase } from './command.ts';

export const privacy: Command = {
  name: 'privacy',
  usage: 'crm privacy export|erase [--shop <id or domain>] --phone <n> | --email <e>',
  about:
    'Carries out a request of a person as hosts with privacy webhooks do: collects what is kept about them, or erases it. Both are recorded.',
  async run([action, ...rest]) {
    if (action !== 'export' && action !== 'erase')
      throw new AppError('bad_request', `crm privacy export or erase; not "${action ?? ''}"`);
    const { values } = readOptions(rest, {
      shop: { type: 'string' },
      phone: { type: 'string' },
      email: { type: 'string' },
    });
    const { phone = null, email = null } = values;
    if (phone === null && email === null) throw new AppError('bad_request', 'name the person by --phone or --email');
    return withDatabase(async (place) => {
      const { _id } = await findShop(place, values.shop);
      const { store } = place.database;
      const state = await new ShopStates(store).get(_id);
      const connection = await store.system.installations.findOne({ shop: _id });
      if (!state || !connection) throw new AppError('shop_unknown', 'the shop has no connection');
      const now = Date.now();
      const person: PersonReference = { hostId: null, phone, email, orderHostIds: [] };
      const context = {
        shop: state.shop,
        installation: connection._id,
        receivedAt: now,
        now,
        cause: { kind: 'staff' as const, id: 'crm privacy' },
        live: state.live,
        loyalty: state.loyalty,
      };
      const type = action === 'export' ? ('privacy_export_requested' as const) : ('privacy_erase_requested' as const);
      await store.transaction(_id, (scope) => carryOutPrivacy(scope, context, { type, person, requestId: null }));
      const [request] = await store.forShop(_id).privacyRequests.find({ at: now }).sort({ _id: -1 }).limit(1).toArray();
      answer(
        values.json,
        { shopId: _id, state: request?.state, customers: request?.customers, export: request?.export },
        [
          `${action}: ${request?.state ?? 'done'}, ${request?.customers.length ?? 0} customers`,
          ...(request?.export === undefined ? [] : [JSON.stringify(request.export, null, 2)]),
        ],
      );
      return 0;
    });
  },
};
