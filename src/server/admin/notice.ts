import type { FastifyReply } from 'fastify';
import { contentPolicy } from './content-policy.ts';

/** What is said instead of the admin, where there is nothing that its own pages could be shown with. */
export const NOTICES = {
  unknown: {
    status: 404,
    vi: ['Không tìm thấy cửa hàng này', 'Hãy mở Tessera từ trang quản trị của cửa hàng, hoặc kết nối lại cửa hàng.'],
    en: ['This store is not connected', 'Open Tessera from your store’s admin, or connect the store again.'],
  },
  refused: {
    status: 401,
    vi: ['Liên kết không hợp lệ', 'Hãy mở Tessera lại từ trang quản trị của cửa hàng.'],
    en: ['This link is not valid', 'Open Tessera again from your store’s admin.'],
  },
  used: {
    status: 401,
    vi: ['Liên kết đã hết hạn', 'Mỗi liên kết chỉ mở được một lần. Hãy mở Tessera lại từ trang quản trị của cửa hàng.'],
    en: ['This link has been used or is too old', 'A link opens once. Open Tessera again from your store’s admin.'],
  },
  unbuilt: {
    status: 503,
    vi: ['Trang quản trị chưa được dựng', 'Người vận hành máy chủ hãy chạy: npm run build'],
    en: ['The admin has not been built', 'Whoever runs this server: npm run build'],
  },
} as const;

/** A page of two sentences in both languages, which loads nothing. `ancestors`: who may show it in a frame. */
export function sendNotice(reply: FastifyReply, name: keyof typeof NOTICES, ancestors: readonly string[] = []) {
  const { status, vi, en } = NOTICES[name];
  const said = [
    { language: 'vi', sentences: vi },
    { language: 'en', sentences: en },
  ].map(
    ({ language, sentences: [title, advice] }) =>
      `<section lang="${language}"><h1>${title}</h1><p>${advice}</p></section>`,
  );
  const html = `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>Tessera</title></head><body>${said.join('')}</body></html>`;
  return sendPage(reply.code(status), html, contentPolicy({ host: 'standalone', ancestors }, 'none'), ancestors);
}

/** A page that is made for this request alone. */
export function sendPage(reply: FastifyReply, html: string, policy: string, ancestors: readonly string[]) {
  // The older header knows only "nobody": beside a policy that names somebody it would contradict.
  if (ancestors.length > 0) reply.raw.removeHeader('x-frame-options');
  return reply
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
    })
    .send(html);
}
