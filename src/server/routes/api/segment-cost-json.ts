import { z } from 'zod';
import type { Cost } from '../../segments/cost.ts';

export const SegmentCost = z
  .object({
    documents: z.int().describe('Customers that are read; of a large shop estimated.'),
    milliseconds: z
      .int()
      .describe('To count them all once: each build does so, and each midnight if it depends on the day.'),
    isSlow: z.boolean().describe('Above the limit of this server: saving it needs `acceptCost`.'),
    why: z
      .array(
        z.object({
          path: z.string().describe('Of the condition: `include[0].all[1]`.'),
          reasons: z.array(
            z
              .enum(['facts', 'expression', 'choices', 'segment'])
              .describe(
                '`facts`: it reads each customer’s purchases; `expression`: it computes over them; `choices`: it compares with more than 100; `segment`: it carries out another segment.',
              ),
          ),
        }),
      )
      .describe('The conditions that cost more than a look at a field.'),
  })
  .meta({ id: 'SegmentCost' });

export function costJson({ why, ...cost }: Cost): z.infer<typeof SegmentCost> {
  return { ...cost, why: why.map(({ path, reasons }) => ({ path, reasons: [...reasons] })) };
}
