import { displayPhone } from '../../model.ts';
import { defineCondition } from '../condition.ts';
import { noArgs } from '../fields.ts';

/** What cannot be a number is not kept; where one came in another way, it is none here either (C37). */
export const phoneMissing = defineCondition({
  kind: 'phone_missing',
  specRows: ['C37'],
  args: noArgs,
  form: { group: 'contact', label: { vi: 'Không có số điện thoại', en: 'No phone number' }, fields: [] },
  docs: {
    vi: 'Khách hàng chưa có số điện thoại, hoặc có số không hợp lệ. Người đã huỷ đăng ký nhận tin nhắn vẫn có số và không thuộc điều kiện này.',
    en: 'Customers without a phone number, or with one that cannot be a number. Who unsubscribed from messages still has one and does not match.',
  },
  examples: [
    {
      args: {},
      matches: [{}, { phone: '' }, { phone: '0912345678' }, { phone: '+8491' }],
      misses: [{ phone: '+84912345678' }, { phone: '+12125550100', smsConsent: 'unsubscribed' }],
    },
  ],
  // E.164: a plus and at most fifteen digits; no country has a number of fewer than seven with its code.
  compile: () => ({ phone: { $not: { $regex: '^\\+[0-9]{7,15}\\z' } } }),
  evaluate(_args, { phone = '' }) {
    const digits = Array.from(phone.slice(1));
    const isNumber = digits.every((digit) => digit >= '0' && digit <= '9') && digits.length >= 7 && digits.length <= 15;
    return !phone.startsWith('+') || !isNumber;
  },
  sentence: (_args, wording) => wording.say('không có số điện thoại', 'have no phone number'),
  read(_args, { phone }, wording) {
    if (phone === undefined)
      return {
        value: null,
        shown: wording.say('chưa có số điện thoại', 'no phone number'),
        change: { by: null, text: wording.say('ghi số điện thoại', 'record a phone number') },
      };
    return {
      value: phone,
      shown: displayPhone(phone, wording.context.countryCode),
      change: { by: null, text: wording.say('bỏ số điện thoại', 'remove the number') },
    };
  },
  word: 'no_phone',
});
