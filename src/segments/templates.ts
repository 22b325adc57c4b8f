import { currencyDigits } from '../model.ts';
import type { Text } from './form.ts';
import { RFM_LABELS, type RfmLabel } from './rfm/index.ts';

/** A definition to start from. What a shop has to choose itself is left out of it, for the builder to ask for. */
export interface Template {
  readonly id: string;
  readonly name: Text;
  readonly description: Text;
  readonly definition: { readonly include: readonly object[]; readonly exclude: readonly object[] };
}

/** The ready groups of the seeds (C16, C43–C46), with amounts that make sense in the shop's currency. */
export function segmentTemplates(currency: string): Template[] {
  return [
    {
      id: 'vip',
      name: { vi: 'Khách VIP', en: 'VIP customers' },
      description: { vi: 'Tổng chi tiêu cao nhất cửa hàng', en: 'Who have spent the most in all' },
      definition: onlyIf({ kind: 'total_spent', op: 'gt', value: vipMinor(currency) }),
    },
    {
      id: 'new',
      name: { vi: 'Khách mới', en: 'New customers' },
      description: { vi: 'Có đơn đầu tiên trong 30 ngày gần đây', en: 'Placed their first order in the last 30 days' },
      definition: onlyIf(
        { kind: 'order_count', op: 'eq', value: 1 },
        { kind: 'bought_in_period', period: LAST_30_DAYS },
      ),
    },
    {
      id: 'loyal',
      name: { vi: 'Khách trung thành', en: 'Loyal customers' },
      description: { vi: 'Đã mua từ 3 lần trở lên', en: 'Bought three times or more' },
      definition: onlyIf({ kind: 'order_count', op: 'gte', value: 3 }),
    },
    {
      id: 'regular',
      name: { vi: 'Khách mua thường xuyên', en: 'Regular customers' },
      description: { vi: 'Hơn 5 đơn hàng trong 30 ngày gần đây', en: 'More than five orders in the last 30 days' },
      definition: onlyIf({ kind: 'orders_in_period', period: LAST_30_DAYS, op: 'gt', value: 5 }),
    },
    {
      id: 'care',
      name: { vi: 'Cần chăm sóc', en: 'Needs care' },
      description: { vi: 'Hơn 30 ngày chưa quay lại', en: 'Has not come back for more than 30 days' },
      definition: onlyIf({ kind: 'days_since_last_order', op: 'gt', value: 30 }),
    },
    {
      id: 'birthday',
      name: { vi: 'Sinh nhật tháng này', en: 'Birthday this month' },
      description: { vi: 'Để gửi lời chúc và ưu đãi', en: 'For wishes and offers' },
      definition: onlyIf({ kind: 'birthday_month', months: ['this_month'] }),
    },
    {
      id: 'interest',
      name: { vi: 'Quan tâm một danh mục', en: 'Interested in a category' },
      description: { vi: 'Đã mua danh mục bạn chọn trong 90 ngày', en: 'Bought a category of your choice in 90 days' },
      definition: onlyIf({ kind: 'product_bought', period: { type: 'last_n_days', n: 90 } }),
    },
    {
      id: 'prospects',
      name: { vi: 'Chưa từng mua', en: 'Never bought' },
      description: { vi: 'Đã có thông tin nhưng chưa có đơn hàng', en: 'Known to you, without an order' },
      definition: onlyIf({ kind: 'order_count', op: 'eq', value: 0 }),
    },
    ...RFM_LABELS.map(rfmTemplate),
  ];
}

/** A group of the shop's RFM model (R10); what to do for it is what its description says. */
function rfmTemplate({ id, name, care }: RfmLabel): Template {
  return {
    id: `rfm_${id}`,
    name: { vi: `RFM: ${name.vi}`, en: `RFM: ${name.en}` },
    description: care.message,
    definition: onlyIf({ kind: 'rfm_label', labels: [id] }),
  };
}

const LAST_30_DAYS = { type: 'last_n_days', n: 30 } as const;

function onlyIf(...all: readonly object[]): Template['definition'] {
  return { include: [{ all }], exclude: [] };
}

/** Ten million đồng (C44); in another currency about as much. */
function vipMinor(currency: string): number {
  return currency === 'VND' ? 10_000_000 : 400 * 10 ** (currencyDigits(currency) ?? 2);
}
