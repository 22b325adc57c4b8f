import { AppError } from '../../errors.ts';
import { createApiKey, type GrantedScope, SCOPES } from '../api-keys.ts';
import { answer, type Command, findShop, readOptions, withDatabase } from './command.ts';

export const keys: Command = {
  name: 'keys',
  usage: 'crm keys add [--shop <id or domain>] [--name <n>] [--scope <s> …]',
  about: `Makes an API key, shown once. Scopes: * (default), ${SCOPES.join(', ')}.`,
  async run([action, ...rest]) {
    if (action !== 'add') throw new AppError('bad_request', `crm keys add; not "${action ?? ''}"`);
    const { values } = readOptions(rest, {
      shop: { type: 'string' },
      name: { type: 'string' },
      scope: { type: 'string', multiple: true },
    });
    const scopes = (values.scope ?? ['*']).map((scope) => {
      if (scope !== '*' && !SCOPES.includes(scope as never))
        throw new AppError('bad_request', `"${scope}" is no scope`);
      return scope as GrantedScope;
    });
    return withDatabase(async (place) => {
      const shop = await findShop(place, values.shop);
      const { id, key } = await createApiKey(
        place.database.store.forShop(shop._id),
        { name: values.name ?? 'crm keys add', scopes },
        Date.now(),
      );
      answer(values.json, { shopId: shop._id, id, apiKey: key, scopes }, [key]);
      return 0;
    });
  },
};
