import type { Dice } from './dice.ts';
import { weighted } from './dice.ts';
import type { Region } from './places.ts';

/** Vietnamese names: surnames by how common they are (per cent, about; the rest is spread over the last rows), then middle and given name by sex. */
const COMMON: readonly (readonly [string, number])[] = [
  ['Nguyễn', 38.4], ['Trần', 12.1], ['Lê', 9.5], ['Phạm', 7], ['Phan', 4.5], ['Đặng', 2.1], ['Bùi', 2], ['Đỗ', 1.4],
  ['Hồ', 1.3], ['Ngô', 1.3], ['Dương', 1], ['Lý', 0.5], ['Đinh', 0.9], ['Trịnh', 0.8], ['Trương', 1.6], ['Mai', 0.7],
  ['Đào', 0.8], ['Lương', 0.7], ['Cao', 0.6], ['Lâm', 0.7], ['Tạ', 0.4], ['Châu', 0.4], ['Thái', 0.4], ['Tô', 0.3], ['Quách', 0.2], ['Tôn Thất', 0.1],
];
/** One surname, written in the north as Hoàng and Vũ, in the south as Huỳnh and Võ. */
const SURNAMES: Readonly<Record<Region, (dice: Dice) => string>> = {
  north: weighted([...COMMON, ['Hoàng', 5.1], ['Vũ', 3.9]]),
  middle: weighted([...COMMON, ['Hoàng', 3], ['Huỳnh', 2.1], ['Võ', 3.4], ['Vũ', 0.5]]),
  south: weighted([...COMMON, ['Huỳnh', 4.6], ['Hoàng', 0.5], ['Võ', 3.6], ['Vũ', 0.3]]),
};

const MIDDLE = {
  female: weighted<string>([
    ['Thị', 34], ['Thị Thu', 4], ['Thị Ngọc', 5], ['Ngọc', 8], ['Thu', 6], ['Thanh', 5], ['Phương', 5], ['Minh', 3],
    ['Kim', 4], ['Bích', 2], ['Mỹ', 3], ['Hồng', 4], ['Thùy', 4], ['Khánh', 3], ['Bảo', 3], ['Quỳnh', 2], ['Hoài', 2], ['', 3],
  ]),
  male: weighted<string>([
    ['Văn', 26], ['Đức', 8], ['Minh', 8], ['Hữu', 5], ['Quốc', 5], ['Công', 4], ['Anh', 3], ['Thanh', 4], ['Ngọc', 4],
    ['Đình', 4], ['Xuân', 3], ['Trọng', 3], ['Gia', 4], ['Hoàng', 5], ['Tuấn', 3], ['Quang', 4], ['Bảo', 3], ['Thế', 2], ['', 2],
  ]),
} as const;

const GIVEN = {
  female: weighted<string>([
    ['Lan', 5], ['Hương', 6], ['Linh', 8], ['Trang', 6], ['Hà', 5], ['Thảo', 6], ['Mai', 4], ['Nga', 3], ['Hằng', 4], ['Anh', 7],
    ['Nhung', 4], ['Yến', 4], ['Ngân', 4], ['Vy', 4], ['Nhi', 4], ['My', 3], ['Trâm', 3], ['Châu', 2], ['Đào', 1], ['Hạnh', 3],
    ['Phượng', 3], ['Tuyết', 2], ['Oanh', 2], ['Quyên', 2], ['Thư', 3], ['Uyên', 2], ['Diệp', 1], ['Hiền', 4], ['Loan', 3], ['Thuỷ', 4],
  ]),
  male: weighted<string>([
    ['Hùng', 6], ['Anh', 6], ['Minh', 6], ['Tuấn', 7], ['Dũng', 5], ['Nam', 5], ['Long', 4], ['Hải', 4], ['Sơn', 4], ['Huy', 6],
    ['Khang', 3], ['Phúc', 4], ['Đạt', 4], ['Bảo', 3], ['Duy', 4], ['Khoa', 3], ['Quân', 3], ['Thắng', 4], ['Tú', 3], ['Việt', 2],
    ['Đức', 3], ['Thành', 4], ['Trung', 4], ['Hiếu', 4], ['Tâm', 2], ['Phong', 3], ['Kiên', 3], ['Lâm', 2], ['Vinh', 3], ['Đông', 1],
  ]),
} as const;

/** "Nguyễn Thị Lan", and now and then as people type it: "nguyen thi lan", "LÊ VĂN HÙNG". */
export function personName(dice: Dice, sex: 'female' | 'male', region: Region): string {
  const name = [SURNAMES[region](dice), MIDDLE[sex](dice), GIVEN[sex](dice)].filter((part) => part !== '').join(' ');
  return dice.chance(0.02) ? name.toUpperCase() : name;
}
