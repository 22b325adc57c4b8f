import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { AppParts } from '../../app-parts.ts';
import { recordAudit } from '../../audit.ts';
import { namesIn } from '../../queries/definition-names.ts';
import type { SegmentDocument } from '../../store/segment-documents.ts';
import { type SegmentJson, segmentJson } from './segment-json.ts';

/** A segment as the API shows it. */
export async function answer(request: FastifyRequest, segment: SegmentDocument): Promise<z.infer<typeof SegmentJson>> {
  return segmentJson(segment, await request.shopState(), await namesIn(request.scope, [segment.definition]));
}

/** Who did it, in the shop's audit. */
export function record(
  request: Pick<FastifyRequest, 'scope' | 'actor'>,
  parts: Pick<AppParts, 'now'>,
  action: string,
  segment: SegmentDocument,
): Promise<void> {
  const { scope, actor } = request;
  return recordAudit(scope, {
    at: parts.now(),
    actor,
    action,
    target: `segment ${segment._id.slice(scope.shop.length + 1)}`,
    details: { version: segment.version },
  });
}
