import { AppError, PARK_REASONS, type ParkReason } from '../../errors.ts';
import { replayDeliveries } from '../replay.ts';
import { answer, type Command, findShop, readOptions, withDatabase } from './command.ts';

export const replay: Command = {
  name: 'replay',
  usage: `crm replay [--shop <id or domain>] [--id <delivery> …] [--reason <${Object.keys(PARK_REASONS).join('|')}>]`,
  about:
    'Puts parked deliveries back into the inbox; a running server applies them within a second. Replaying what was applied changes nothing.',
  async run(args) {
    const { values } = readOptions(args, {
      shop: { type: 'string' },
      id: { type: 'string', multiple: true },
      reason: { type: 'string' },
    });
    if (values.reason !== undefined && !(values.reason in PARK_REASONS))
      throw new AppError('bad_request', `"${values.reason}" is no reason`);
    return withDatabase(async (place) => {
      const shop = await findShop(place, values.shop);
      const replayed = await replayDeliveries(place.database.store, shop._id, {
        ...(values.id === undefined ? {} : { ids: values.id }),
        ...(values.reason === undefined ? {} : { reason: values.reason as ParkReason }),
      });
      answer(values.json, { shopId: shop._id, replayed }, [`${replayed} deliveries are waiting again`]);
      return 0;
    });
  },
};
