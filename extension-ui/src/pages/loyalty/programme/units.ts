/** What stands behind figures, and what it means to leave them out: as descriptors of the server's own forms write it. */
export const POINTS = { vi: 'điểm', en: 'points' } as const;
export const DAYS = { vi: 'ngày', en: 'days' } as const;
export const MONTHS = { vi: 'tháng', en: 'months' } as const;
export const MINUTES = { vi: 'phút', en: 'minutes' } as const;
export const PERCENT = { vi: '%', en: '%' } as const;
export const NO_LIMIT = { vi: 'không giới hạn', en: 'no limit' } as const;
export const AS_ENTRY = { vi: 'như khi lên hạng', en: 'as for entry' } as const;
export const NONE = { vi: 'không có', en: 'none' } as const;
