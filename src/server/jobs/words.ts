import type { Words } from './index.ts';

/** Work for one shop that is no job of the server, but is shown among them. */
export const SHOP_WORK = {
  rebuild: {
    title: { vi: 'Tính lại mọi số liệu', en: 'Compute every figure again' },
    about: {
      vi: 'Sau khi đổi múi giờ hoặc cách tính chi tiêu.',
      en: 'After the time zone or the meaning of spend was changed.',
    },
  },
  'segment build': {
    title: { vi: 'Tính một phân khúc', en: 'Count a segment' },
    about: { vi: 'Tìm những khách khớp với điều kiện.', en: 'Finds the customers who match its conditions.' },
  },
} as const satisfies Record<string, { title: Words; about: Words }>;
