import { ERRORS } from '../../errors.ts';
import type { Words } from './index.ts';

/** What somebody at a shop can do about a job that failed. Most of it is nothing: the next run tries again. */
export function adviceOf(code: string): Words {
  if (code === 'internal') return OURS;
  if (code in ERRORS) return { vi: KNOWN_VI, en: ERRORS[code as keyof typeof ERRORS].advice };
  return DATABASE;
}

const OURS: Words = {
  vi: 'Lỗi của hệ thống. Việc này tự thử lại ở lần sau; nếu vẫn lỗi, hãy gửi tên việc và mã lỗi cho người quản trị máy chủ.',
  en: 'Our fault. The next run tries again; if it goes on failing, give its name and the code to whoever runs this server.',
};

const KNOWN_VI = 'Việc này tự thử lại ở lần sau; nếu vẫn lỗi, hãy gửi tên việc và mã lỗi cho người quản trị máy chủ.';

/** Names that the database gives its errors, such as `WriteConflict`. */
const DATABASE: Words = {
  vi: 'Cơ sở dữ liệu từ chối hoặc không trả lời. Thường lần chạy sau sẽ ổn; nếu không, người quản trị máy chủ cần xem cơ sở dữ liệu.',
  en: 'The database refused or did not answer. The next run usually does; if not, whoever runs this server has to look at the database.',
};
