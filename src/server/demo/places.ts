import type { Dice } from './dice.ts';
import { weighted } from './dice.ts';

export type Region = 'north' | 'middle' | 'south';

export interface DemoPlace {
  readonly code: string;
  readonly name: string;
  readonly region: Region;
  /** One of the cities that are a unit of the first level. */
  readonly isCity: boolean;
}

/** The 63 units of the first level before July 2025, with the codes of the statistics office. Shares follow where the stores are. */
const PROVINCES: readonly (readonly [code: string, name: string, share?: number])[] = [
  ['01', 'Hà Nội', 260],
  ['02', 'Hà Giang'],
  ['04', 'Cao Bằng'],
  ['06', 'Bắc Kạn'],
  ['08', 'Tuyên Quang'],
  ['10', 'Lào Cai'],
  ['11', 'Điện Biên'],
  ['12', 'Lai Châu'],
  ['14', 'Sơn La'],
  ['15', 'Yên Bái'],
  ['17', 'Hoà Bình'],
  ['19', 'Thái Nguyên'],
  ['20', 'Lạng Sơn'],
  ['22', 'Quảng Ninh', 12],
  ['24', 'Bắc Giang'],
  ['25', 'Phú Thọ'],
  ['26', 'Vĩnh Phúc'],
  ['27', 'Bắc Ninh', 14],
  ['30', 'Hải Dương'],
  ['31', 'Hải Phòng', 40],
  ['33', 'Hưng Yên'],
  ['34', 'Thái Bình'],
  ['35', 'Hà Nam'],
  ['36', 'Nam Định'],
  ['37', 'Ninh Bình'],
  ['38', 'Thanh Hóa', 12],
  ['40', 'Nghệ An', 12],
  ['42', 'Hà Tĩnh'],
  ['44', 'Quảng Bình'],
  ['45', 'Quảng Trị'],
  ['46', 'Thừa Thiên Huế', 18],
  ['48', 'Đà Nẵng', 90],
  ['49', 'Quảng Nam', 12],
  ['51', 'Quảng Ngãi'],
  ['52', 'Bình Định'],
  ['54', 'Phú Yên'],
  ['56', 'Khánh Hòa', 14],
  ['58', 'Ninh Thuận'],
  ['60', 'Bình Thuận'],
  ['62', 'Kon Tum'],
  ['64', 'Gia Lai'],
  ['66', 'Đắk Lắk'],
  ['67', 'Đắk Nông'],
  ['68', 'Lâm Đồng'],
  ['70', 'Bình Phước'],
  ['72', 'Tây Ninh'],
  ['74', 'Bình Dương', 30],
  ['75', 'Đồng Nai', 26],
  ['77', 'Bà Rịa - Vũng Tàu', 12],
  ['79', 'Hồ Chí Minh', 300],
  ['80', 'Long An'],
  ['82', 'Tiền Giang'],
  ['83', 'Bến Tre'],
  ['84', 'Trà Vinh'],
  ['86', 'Vĩnh Long'],
  ['87', 'Đồng Tháp'],
  ['89', 'An Giang'],
  ['91', 'Kiên Giang'],
  ['92', 'Cần Thơ', 46],
  ['93', 'Hậu Giang'],
  ['94', 'Sóc Trăng'],
  ['95', 'Bạc Liêu'],
  ['96', 'Cà Mau'],
];
const DEFAULT_SHARE = 4;
const CITIES = ['01', '31', '48', '79', '92'];

/** Codes rise from north to south: 42 counts as the last northern one, 68 as the last of the middle. */
const regionOf = (code: string): Region => (code <= '42' ? 'north' : code <= '68' ? 'middle' : 'south');

export const DEMO_PLACES: readonly DemoPlace[] = PROVINCES.map(([code, name]) => ({
  code,
  name,
  region: regionOf(code),
  isCity: CITIES.includes(code),
}));
export const drawPlace = weighted(
  PROVINCES.map(([, , share], i) => [DEMO_PLACES[i] as DemoPlace, share ?? DEFAULT_SHARE]),
);

const STREETS = [
  'Nguyễn Trãi',
  'Lê Lợi',
  'Trần Hưng Đạo',
  'Hai Bà Trưng',
  'Lý Thường Kiệt',
  'Nguyễn Huệ',
  'Điện Biên Phủ',
  'Hùng Vương',
  'Phan Chu Trinh',
  'Quang Trung',
];

/** A house in a street that every Vietnamese town has. */
export function drawStreet(dice: Dice): string {
  return `${dice.between(1, 399)} ${dice.pick(STREETS)}`;
}

export interface DemoStore {
  readonly id: string;
  readonly name: string;
  readonly region: Region;
  readonly cashiers: readonly { readonly id: string; readonly name: string }[];
}

export const DEMO_STORES: readonly DemoStore[] = [
  store('CH01', 'Tiệm Mẫu Hàng Bông', 'north', ['Trần Thu Hà', 'Vũ Đức Long']),
  store('CH02', 'Tiệm Mẫu Cầu Giấy', 'north', ['Lê Minh Anh', 'Phạm Thị Yến']),
  store('CH03', 'Tiệm Mẫu Bạch Đằng', 'middle', ['Võ Hoài Nam', 'Phan Thị Mỹ Linh']),
  store('CH04', 'Tiệm Mẫu Nguyễn Huệ', 'south', ['Huỳnh Ngọc Trâm', 'Bùi Quốc Bảo']),
  store('CH05', 'Tiệm Mẫu Phú Nhuận', 'south', ['Đặng Thanh Tú', 'Ngô Thị Hạnh']),
  store('CH06', 'Tiệm Mẫu Ninh Kiều', 'south', ['Lâm Gia Khang']),
];

function store(id: string, name: string, region: Region, cashiers: string[]): DemoStore {
  return {
    id,
    name,
    region,
    cashiers: cashiers.map((cashier, i) => ({ id: `NV${id.slice(2)}${i + 1}`, name: cashier })),
  };
}
