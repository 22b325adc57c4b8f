import type { FastifyRequest } from 'fastify';
import { AppError } from '../../../errors.ts';
import { holds, type Scope } from '../../api-keys.ts';

/** For a route that does two things: the one its scope names, and this one. */
export function alsoNeeds({ principal }: FastifyRequest, scope: Scope): void {
  if (!holds(principal.scopes, scope)) throw new AppError('forbidden', `this needs the scope ${scope}`);
}
