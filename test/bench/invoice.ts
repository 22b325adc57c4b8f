/** A till's invoice: the `i`th, of one of 500 customers, three lines. Both sides of a comparison are sent the same. */
export function invoice(i: number) {
  const phone = `09${String(10_000_000 + ((i * 7919) % 500)).padStart(8, '0')}`;
  return {
    id: `HD${i}`,
    number: `HD${i}`,
    updatedAt: '2026-11-20T03:00:00Z',
    placedAt: '2026-11-20T03:00:00Z',
    paidAt: '2026-11-20T03:00:00Z',
    status: 'paid',
    currency: 'VND',
    store: { id: `CH${i % 5}`, name: 'Cửa hàng' },
    customer: { phone, name: 'Nguyễn Thị Lan' },
    items: Array.from({ length: 3 }, (_, line) => ({
      id: String(line),
      productId: `SP${(i + line) % 40}`,
      name: 'Áo dài lụa',
      quantity: 1,
      amount: '350000',
    })),
    totals: { goods: '1050000', total: '1050000' },
  };
}
