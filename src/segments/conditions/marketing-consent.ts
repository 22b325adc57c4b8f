import { z } from 'zod';
import type { Consent } from '../../model.ts';
import { defineCondition } from '../condition.ts';
import { distinct } from '../fields.ts';
import type { Text } from '../form.ts';

const CHANNELS = {
  email: { field: 'emailConsent', label: { vi: 'Email', en: 'E-mail' } },
  sms: { field: 'smsConsent', label: { vi: 'Tin nhắn SMS', en: 'SMS' } },
} as const;
type Channel = keyof typeof CHANNELS;

const STATES = ['subscribed', 'unsubscribed', 'pending', 'not_subscribed', 'redacted'] as const satisfies Consent[];

const LABELS: Readonly<Record<Consent, Text>> = {
  subscribed: { vi: 'đã đăng ký', en: 'subscribed' },
  unsubscribed: { vi: 'đã huỷ đăng ký', en: 'unsubscribed' },
  pending: { vi: 'đang chờ xác nhận', en: 'waiting for confirmation' },
  not_subscribed: { vi: 'chưa đăng ký', en: 'not subscribed' },
  redacted: { vi: 'đã xoá dữ liệu', en: 'redacted' },
};

export const marketingConsent = defineCondition({
  kind: 'marketing_consent',
  specRows: ['§2a', '§2b'],
  args: z.strictObject({
    channel: z.enum(['email', 'sms']),
    states: z
      .array(z.enum(STATES))
      .min(1)
      .max(STATES.length)
      .describe('One who never said anything is "not_subscribed"'),
  }),
  form: {
    group: 'contact',
    label: { vi: 'Đồng ý nhận tin', en: 'Marketing consent' },
    fields: [
      {
        name: 'channel',
        type: 'select',
        required: true,
        default: 'email',
        label: { vi: 'Nhận tin qua', en: 'Messages by' },
        options: Object.entries(CHANNELS).map(([value, { label }]) => ({ value, label })),
      },
      {
        name: 'states',
        type: 'multi_select',
        required: true,
        label: { vi: 'Trạng thái', en: 'State' },
        options: STATES.map((value) => ({ value, label: LABELS[value] })),
      },
    ],
  },
  docs: {
    vi: 'Khách hàng có trạng thái đồng ý nhận tin tiếp thị qua email hoặc SMS như đã chọn. Người chưa từng cho biết được tính là “chưa đăng ký”; khi gửi tin, sự đồng ý vẫn được kiểm tra lại.',
    en: 'Customers whose consent to marketing by e-mail or SMS is in one of the chosen states. One who never said anything is “not subscribed”; consent is checked once more whenever something is sent.',
  },
  examples: [
    {
      args: { channel: 'email', states: ['subscribed', 'pending'] },
      matches: [{ emailConsent: 'subscribed' }, { emailConsent: 'pending' }],
      misses: [{ emailConsent: 'unsubscribed' }, { smsConsent: 'subscribed' }, {}],
    },
    {
      args: { channel: 'sms', states: ['not_subscribed'] },
      matches: [{}, { smsConsent: 'not_subscribed' }, { emailConsent: 'subscribed' }],
      misses: [{ smsConsent: 'subscribed' }, { smsConsent: 'redacted' }],
    },
  ],
  compile({ channel, states }) {
    // null in $in finds the missing field too.
    const stored = distinct(states).flatMap((state) => (state === 'not_subscribed' ? [state, null] : [state]));
    return { [CHANNELS[channel].field]: { $in: stored } };
  },
  evaluate({ channel, states }, customer) {
    return states.includes(customer[CHANNELS[channel].field] ?? 'not_subscribed');
  },
  sentence({ channel, states }, wording) {
    const words = wording.or(
      STATES.filter((state) => states.includes(state)).map((state) => say(LABELS[state], wording)),
    );
    return wording.say(`${words} nhận tin qua ${byVi(channel)}`, `are ${words} to marketing by ${byEn(channel)}`);
  },
  read({ channel, states }, customer, wording) {
    const stored = customer[CHANNELS[channel].field];
    const now = stored ?? 'not_subscribed';
    const turning = STATES.filter((state) => states.includes(state) !== states.includes(now));
    const to = wording.or(turning.map((state) => say(LABELS[state], wording)));
    const text = wording.say(`chuyển sang ${to}`, `become ${to}`);
    return {
      value: stored ?? null,
      shown: say(LABELS[now], wording),
      change: turning.length === 0 ? null : { by: null, text },
    };
  },
  word: 'consent',
  missingOf: ({ channel }) => ({
    label: {
      vi: `chưa từng cho biết có muốn nhận ${byVi(channel)} hay không`,
      en: `never said whether they want marketing by ${byEn(channel)}`,
    },
    filter: { [CHANNELS[channel].field]: { $exists: false } },
  }),
});

function say({ vi, en }: Text, wording: { say(vi: string, en: string): string }): string {
  return wording.say(vi, en);
}

const byVi = (channel: Channel) => (channel === 'email' ? 'email' : 'SMS');
const byEn = (channel: Channel) => (channel === 'email' ? 'e-mail' : 'SMS');
