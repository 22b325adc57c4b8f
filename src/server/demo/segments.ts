import type { SegmentDefinition } from '../../segments/index.ts';

/** Saved segments of the demo shop: the ready examples of the seeds (C16, C44, C45), and one with an exclusion. */
export const DEMO_SEGMENTS: readonly {
  readonly name: string;
  readonly description: string;
  readonly definition: SegmentDefinition;
}[] = [
  {
    name: 'Khách trung thành',
    description: 'Mua từ 3 lần trở lên',
    definition: { include: [{ all: [{ kind: 'order_count', op: 'gte', value: 3 }] }], exclude: [] },
  },
  {
    name: 'Khách VIP',
    description: 'Tổng chi tiêu trên 10 triệu',
    definition: { include: [{ all: [{ kind: 'total_spent', op: 'gt', value: 10_000_000 }] }], exclude: [] },
  },
  {
    name: 'Cần chăm sóc',
    description: 'Hơn 30 ngày chưa quay lại, trừ khách hay khiếu nại',
    definition: {
      include: [{ all: [{ kind: 'days_since_last_order', op: 'gt', value: 30 }] }],
      exclude: [{ all: [{ kind: 'has_tag', mode: 'any', tags: ['Hay khiếu nại'] }] }],
    },
  },
];
