import t from 'tap';
import { ApiError } from '../../extension-ui/src/api/error.ts';
import {
  draftOf,
  EMPTY_PLACE,
  editOf,
  faultsOf,
  readBirthDate,
  writtenBirthDate,
} from '../../extension-ui/src/pages/customer/profile-draft.ts';

const customer = {
  name: 'Lê Đào',
  phoneDisplay: '0912 345 671',
  email: null,
  gender: null,
  birthDate: '--05-17',
  groups: ['Sỉ'],
  emailConsent: 'subscribed',
  smsConsent: null,
  addresses: [{ ...EMPTY_PLACE, address: '12 Nguyễn Huệ', provinceCode: '79' }],
} as unknown as Parameters<typeof draftOf>[0];
const before = draftOf(customer);

t.test('a birthday is written and read with the day first, with or without a year', async (t) => {
  for (const [iso, text] of [
    ['1990-05-07', '7/5/1990'],
    ['--12-31', '31/12'],
  ] as const) {
    t.equal(writtenBirthDate(iso), text);
    t.equal(readBirthDate(text), iso);
  }
  t.equal(readBirthDate(' 7 . 5 - 1990 '), '1990-05-07');
  for (const text of ['', '5', '1990-05-07', '7/5/90', 'x/y']) t.equal(readBirthDate(text), undefined, text);
});

t.test('only what was changed is sent, and what was emptied is taken away', async (t) => {
  t.same(editOf(before, before), {});
  t.same(editOf({ ...before, name: ' Lê Thị Đào ', phone: '' }, before), { name: 'Lê Thị Đào', phone: null });
  t.same(editOf({ ...before, birthDate: '' }, before), { birthDate: null });
  t.equal(editOf({ ...before, birthDate: '17 tháng 5' }, before), null, 'not a date: nothing is sent');
  t.same(editOf({ ...before, memberCode: 'TV-1', emailConsent: '' }, before), {
    memberCode: 'TV-1',
    emailConsent: null,
  });
  t.same(
    editOf({ ...before, addresses: [EMPTY_PLACE, ...before.addresses] }, before),
    { addresses: before.addresses },
    'an address without a word is none',
  );
});

t.test('what the server refuses is told by field', async (t) => {
  const error = (code: string, details: unknown) => new ApiError({ code, message: '', status: 422, details });
  t.same(faultsOf(error('identity_taken', { taken: [{ field: 'phone', customer: 'abc' }] })), {
    phone: { text: 'taken', customer: 'abc' },
  });
  t.same(faultsOf(error('invalid', { issues: [{ field: 'body.email' }, { field: 'body.addresses.0.city' }] })), {
    email: { text: 'emailInvalid' },
    addresses: { text: 'fieldInvalid' },
  });
  t.equal(faultsOf(error('conflict', null)), null);
  t.equal(faultsOf(new Error('x')), null);
});
