import { defineCondition } from '../condition.ts';
import { noArgs } from '../fields.ts';

/** What cannot be an address is not kept; where one came in another way, it is none here either (C36). */
export const emailMissing = defineCondition({
  kind: 'email_missing',
  specRows: ['C36'],
  args: noArgs,
  form: { group: 'contact', label: { vi: 'Không có email', en: 'No e-mail address' }, fields: [] },
  docs: {
    vi: 'Khách hàng chưa có email, hoặc có email sai cú pháp. Người đã huỷ đăng ký nhận tin vẫn có email và không thuộc điều kiện này.',
    en: 'Customers without an e-mail address, or with one that cannot be an address. Who unsubscribed still has one and does not match.',
  },
  examples: [
    {
      args: {},
      matches: [{}, { email: '' }, { email: 'khong co' }, { email: 'a@b' }],
      misses: [{ email: 'lan@shop.vn' }, { email: 'lan@shop.vn', emailConsent: 'unsubscribed' }],
    },
  ],
  compile: () => ({ email: { $not: { $regex: '^[^@ ]+@[^@ ]+\\.[^@ .]+\\z' } } }),
  evaluate(_args, { email = '' }) {
    const [name = '', host = '', ...others] = email.split('@');
    const top = host.slice(host.lastIndexOf('.') + 1);
    const isWhole = name !== '' && top !== '' && host.length > top.length + 1;
    return others.length > 0 || !isWhole || email.includes(' ');
  },
  sentence: (_args, wording) => wording.say('không có email', 'have no e-mail address'),
  read(_args, { email }, wording) {
    if (email === undefined)
      return {
        value: null,
        shown: wording.say('chưa có email', 'no e-mail address'),
        change: { by: null, text: wording.say('ghi email', 'record an e-mail address') },
      };
    return { value: email, shown: email, change: { by: null, text: wording.say('bỏ email', 'remove the address') } };
  },
  word: 'no_email',
});
