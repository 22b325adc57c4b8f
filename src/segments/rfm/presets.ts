import { currencyDigits, type Text } from '../../model.ts';
import { cellsOf, type RfmLabel, type RfmModel } from './model.ts';

export interface RfmPreset {
  readonly id: string;
  readonly name: Text;
  readonly model: RfmModel;
}

/** Models to begin with. The first is every shop's until it chooses another. */
export function rfmPresets(currency: string): RfmPreset[] {
  return [
    {
      id: 'tikme',
      name: { vi: 'Ngưỡng cố định', en: 'Fixed thresholds' },
      model: fixedModel(currency),
    },
    {
      id: 'thirds',
      name: { vi: 'Ba bậc theo khách của cửa hàng', en: 'Thirds of your own customers' },
      model: quantileModel(3),
    },
    {
      id: 'fifths',
      name: { vi: 'Năm bậc theo khách của cửa hàng', en: 'Fifths of your own customers' },
      model: quantileModel(5),
    },
  ];
}

/** The thresholds of the seed (S3), with amounts that make sense in the shop's currency. */
export function fixedModel(currency: string): RfmModel {
  return {
    kind: 'fixed',
    recency: { high: 7, middle: 30 },
    frequency: { high: 1000, middle: 300 },
    monetary: { high: millions(10, currency), middle: millions(2, currency) },
    spentWindow: '12_months',
    labels: RFM_LABELS,
    grid: gridOf(3, labelOfThree),
  };
}

export function quantileModel(scores: 3 | 5): RfmModel {
  return {
    kind: 'quantiles',
    scores,
    spentWindow: '12_months',
    labels: RFM_LABELS,
    grid: gridOf(scores, scores === 3 ? labelOfThree : labelOfFive),
  };
}

/** So many million đồng; in another currency about as much, as the template of VIP customers has it. */
function millions(count: number, currency: string): number {
  return currency === 'VND' ? count * 1_000_000 : count * 40 * 10 ** (currencyDigits(currency) ?? 2);
}

type LabelOfCell = (r: number, f: number, m: number) => string;

function gridOf(scores: 3 | 5, labelOf: LabelOfCell): Record<string, string> {
  return Object.fromEntries(
    cellsOf(scores).map((cell) => {
      const [r = 0, f = 0, m = 0] = [...cell].map(Number);
      return [cell, labelOf(r, f, m)];
    }),
  );
}

/** D10: the first that holds. 1, 1, 8, 5, 6 and 6 cells. */
const labelOfThree: LabelOfCell = (r, f, m) => {
  if (r === 3 && f === 3 && m === 3) return 'champions';
  if (r === 1 && f === 1 && m === 1) return 'lost';
  if (r === 1) return 'at_risk';
  if (f === 3) return 'loyal';
  return r === 3 ? 'promising' : 'needs_attention';
};

/**
 * Ours, over R and FM = (F + M) / 2, because nobody publishes theirs. R 4–5 is recent, 3 is not long ago, 1–2 is long ago:
 * champions R ≥ 4 and FM ≥ 4.5; lost R ≤ 2 and FM ≤ 1.5; at risk R ≤ 2 otherwise; loyal FM ≥ 3.5; the rest is promising where recent,
 * and needs attention where not.
 */
const labelOfFive: LabelOfCell = (r, f, m) => {
  const twice = f + m; // of FM, so that it is an integer
  if (r >= 4 && twice >= 9) return 'champions';
  if (r <= 2) return twice <= 3 ? 'lost' : 'at_risk';
  if (twice >= 7) return 'loyal';
  return r >= 4 ? 'promising' : 'needs_attention';
};

const ZALO: Text = { vi: 'Zalo', en: 'Zalo' };
const SMS_OR_ZALO: Text = { vi: 'SMS hoặc Zalo', en: 'SMS or Zalo' };
const CALL: Text = { vi: 'Gọi điện', en: 'A call' };
const EMAIL: Text = { vi: 'Email', en: 'E-mail' };

export const RFM_LABELS: readonly RfmLabel[] = [
  {
    id: 'champions',
    name: { vi: 'Khách hàng xuất sắc', en: 'Champions' },
    color: 'green',
    care: {
      message: {
        vi: 'Cảm ơn và mời trải nghiệm hàng mới trước mọi người.',
        en: 'Thank them and let them see new goods before everybody else.',
      },
      voucher: { vi: 'Quà tặng hoặc quyền lợi riêng, không cần giảm giá', en: 'A gift or a privilege, no discount' },
      channel: ZALO,
    },
  },
  {
    id: 'loyal',
    name: { vi: 'Khách trung thành', en: 'Loyal' },
    color: 'teal',
    care: {
      message: { vi: 'Giới thiệu sản phẩm đi kèm và mời lên hạng.', en: 'Offer what goes with it, and the next tier.' },
      voucher: { vi: 'Nhân điểm cho đơn tiếp theo', en: 'Extra points on the next order' },
      channel: ZALO,
    },
  },
  {
    id: 'promising',
    name: { vi: 'Tiềm năng', en: 'Promising' },
    color: 'blue',
    care: {
      message: { vi: 'Chào mừng và gợi ý lần mua thứ hai.', en: 'Welcome them and suggest a second order.' },
      voucher: { vi: 'Ưu đãi cho đơn thứ hai trong 14 ngày', en: 'An offer on the second order, for 14 days' },
      channel: ZALO,
    },
  },
  {
    id: 'needs_attention',
    name: { vi: 'Cần quan tâm', en: 'Needs attention' },
    color: 'yellow',
    care: {
      message: { vi: 'Nhắc lại món đã mua và hàng mới về.', en: 'Remind them of what they bought and of what is new.' },
      voucher: { vi: 'Ưu đãi nhỏ, có hạn dùng', en: 'A small offer that ends soon' },
      channel: EMAIL,
    },
  },
  {
    id: 'at_risk',
    name: { vi: 'Có nguy cơ rời bỏ', en: 'At Risk' },
    color: 'orange',
    care: {
      message: {
        vi: 'Hỏi thăm, xin góp ý và mời quay lại.',
        en: 'Ask how they are and what was wrong, and invite them back.',
      },
      voucher: {
        vi: 'Voucher quay lại, giá trị cao với khách từng mua nhiều',
        en: 'A voucher to come back, larger for those who bought much',
      },
      channel: CALL,
    },
  },
  {
    id: 'lost',
    name: { vi: 'Đã rời bỏ', en: 'Lost' },
    color: 'red',
    care: {
      message: { vi: 'Một lời mời quay lại mỗi mùa, không gửi dày.', en: 'One invitation a season, and no more.' },
      voucher: { vi: 'Giảm giá mạnh một lần', en: 'One large discount' },
      channel: SMS_OR_ZALO,
    },
  },
];

/** What stands outside the grid, for people. */
export const OUTSIDE_NAMES: Readonly<Record<string, Text>> = {
  no_purchase: { vi: 'Chưa mua hàng', en: 'No purchase' },
  not_known: { vi: 'Chưa là khách hàng', en: 'Not a customer yet' },
};
