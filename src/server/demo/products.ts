import type { z } from 'zod';
import type { product } from '../../adapters/pos/format.ts';
import type { Dice } from './dice.ts';
import { weighted } from './dice.ts';

export type ProductBody = z.input<typeof product>;

export type Taste = 'coffee' | 'fashion';

export interface DemoVariant {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly priceVnd: number;
}

export interface DemoProduct {
  readonly id: string;
  readonly name: string;
  readonly taste: Taste;
  /** The leaf of the tree; its parents come before it in the product's own list. */
  readonly category: string;
  readonly vendor: string;
  readonly variants: readonly DemoVariant[];
}

/** Leaf → its name and parent. */
const CATEGORIES: Readonly<Record<string, { readonly name: string; readonly parent?: string }>> = {
  DM1: { name: 'Đồ uống' },
  DM11: { name: 'Cà phê', parent: 'DM1' },
  DM12: { name: 'Trà', parent: 'DM1' },
  DM13: { name: 'Nước ép và sinh tố', parent: 'DM1' },
  DM2: { name: 'Đồ ăn' },
  DM21: { name: 'Bánh ngọt', parent: 'DM2' },
  DM22: { name: 'Hạt rang', parent: 'DM2' },
  DM3: { name: 'Thời trang' },
  DM31: { name: 'Áo', parent: 'DM3' },
  DM311: { name: 'Áo dài', parent: 'DM31' },
  DM32: { name: 'Váy đầm', parent: 'DM3' },
  DM33: { name: 'Quần', parent: 'DM3' },
  DM4: { name: 'Phụ kiện' },
  DM41: { name: 'Túi', parent: 'DM4' },
  DM42: { name: 'Khăn và nón', parent: 'DM4' },
};

const CUPS = ['M', 'L'];
const BAGS = ['250 g', '500 g'];
const CLOTHES = ['S', 'M', 'L', 'XL'];
const ONE = ['-'];

/** Name, leaf category, price in thousand đồng, variants, what each further variant costs more, how often it is bought. */
const ROWS: readonly (readonly [
  name: string,
  category: string,
  price: number,
  variants: readonly string[],
  more: number,
  share: number,
])[] = [
  ['Cà phê sữa đá', 'DM11', 29, CUPS, 10, 20],
  ['Cà phê đen', 'DM11', 25, CUPS, 8, 9],
  ['Bạc xỉu', 'DM11', 32, CUPS, 8, 12],
  ['Cà phê muối', 'DM11', 35, CUPS, 8, 8],
  ['Cà phê trứng', 'DM11', 45, ONE, 0, 4],
  ['Latte', 'DM11', 45, CUPS, 10, 5],
  ['Cold brew cam sả', 'DM11', 49, ONE, 0, 3],
  ['Trà đào cam sả', 'DM12', 39, CUPS, 10, 10],
  ['Trà sen vàng', 'DM12', 45, CUPS, 10, 5],
  ['Trà vải', 'DM12', 39, CUPS, 10, 5],
  ['Trà sữa ô long', 'DM12', 42, CUPS, 8, 6],
  ['Nước ép cam', 'DM13', 45, ONE, 0, 3],
  ['Sinh tố bơ', 'DM13', 52, ONE, 0, 3],
  ['Sinh tố xoài', 'DM13', 49, ONE, 0, 2],
  ['Bánh mì que', 'DM21', 15, ONE, 0, 6],
  ['Bánh flan', 'DM21', 22, ONE, 0, 5],
  ['Tiramisu', 'DM21', 45, ONE, 0, 3],
  ['Croissant bơ', 'DM21', 35, ONE, 0, 4],
  ['Bánh trung thu', 'DM21', 89, ONE, 0, 1],
  ['Hạt rang mộc Robusta', 'DM22', 95, BAGS, 80, 3],
  ['Hạt rang Arabica Cầu Đất', 'DM22', 145, BAGS, 125, 3],
  ['Cà phê phin giấy', 'DM22', 120, ONE, 0, 2],
  ['Áo thun cổ tròn', 'DM31', 199, CLOTHES, 0, 8],
  ['Áo sơ mi linen', 'DM31', 420, CLOTHES, 0, 6],
  ['Áo khoác gió', 'DM31', 590, CLOTHES, 20, 3],
  ['Áo len mỏng', 'DM31', 450, CLOTHES, 0, 2],
  ['Áo dài lụa', 'DM311', 1_290, CLOTHES, 0, 2],
  ['Áo dài cách tân', 'DM311', 890, CLOTHES, 0, 3],
  ['Đầm hoa nhí', 'DM32', 520, CLOTHES, 0, 6],
  ['Đầm suông công sở', 'DM32', 650, CLOTHES, 0, 4],
  ['Chân váy chữ A', 'DM32', 350, CLOTHES, 0, 4],
  ['Quần jean ống rộng', 'DM33', 490, CLOTHES, 0, 5],
  ['Quần tây', 'DM33', 450, CLOTHES, 0, 4],
  ['Quần short kaki', 'DM33', 290, CLOTHES, 0, 3],
  ['Túi tote vải', 'DM41', 159, ONE, 0, 5],
  ['Túi cói', 'DM41', 320, ONE, 0, 2],
  ['Ví da nhỏ', 'DM41', 390, ONE, 0, 2],
  ['Khăn lụa', 'DM42', 280, ONE, 0, 2],
  ['Nón lá vẽ tay', 'DM42', 180, ONE, 0, 2],
  ['Mũ bucket', 'DM42', 190, ONE, 0, 2],
];

const isFashion = (category: string) => category.startsWith('DM3') || category.startsWith('DM4');

export const DEMO_PRODUCTS: readonly DemoProduct[] = ROWS.map(([name, category, price, variants, more], row) => {
  const id = `SP${String(row + 1).padStart(2, '0')}`;
  return {
    id,
    name,
    taste: isFashion(category) ? 'fashion' : 'coffee',
    category,
    vendor: isFashion(category) ? 'May Mẫu' : category === 'DM22' ? 'Rang xay Cầu Đất' : 'Nhà làm',
    variants: variants.map((variant, i) => ({
      id: `${id}-${i + 1}`,
      sku: `${id}${variants.length === 1 ? '' : `-${i + 1}`}`,
      name: variant === '-' ? '' : variant,
      priceVnd: (price + i * more) * 1000,
    })),
  };
});

const drawBy: Readonly<Record<Taste, (dice: Dice) => DemoProduct>> = {
  coffee: drawOf('coffee'),
  fashion: drawOf('fashion'),
};

function drawOf(taste: Taste) {
  return weighted(
    ROWS.flatMap(([, , , , , share], row) =>
      DEMO_PRODUCTS[row]?.taste === taste ? [[DEMO_PRODUCTS[row], share] as const] : [],
    ),
  );
}

export function drawProduct(dice: Dice, taste: Taste): DemoProduct {
  return drawBy[taste](dice);
}

/** From the root to the leaf. */
function branch(category: string): { id: string; name: string }[] {
  const entry = CATEGORIES[category];
  if (!entry) return [];
  return [...(entry.parent === undefined ? [] : branch(entry.parent)), { id: category, name: entry.name }];
}

export function productBody(product: DemoProduct, updatedAt: string, name = product.name): ProductBody {
  return {
    id: product.id,
    updatedAt,
    name,
    vendor: product.vendor,
    categories: branch(product.category),
    variants: product.variants.map((variant) => ({ id: variant.id, sku: variant.sku, name: variant.name || null })),
  };
}
