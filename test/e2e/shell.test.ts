import t from 'tap';
import { accessible, adminHouse, DESKTOP, fits, openAdmin, PHONE, picture } from '../support/browser.ts';

const house = await adminHouse(t);

for (const locale of ['vi', 'en'] as const) {
  for (const size of [DESKTOP, PHONE]) {
    t.test(`the segments in a foreign frame, ${locale}, ${size.width} px`, async (t) => {
      const open = await openAdmin(t, house, { path: '/segments', locale, size });
      const { frame, faults } = open;
      await frame.getByRole('heading', { level: 1 }).waitFor();
      await frame.getByRole('row').nth(1).waitFor();
      await accessible(t, open, 'segments');
      await fits(t, open, 'segments');
      await picture(open, `segments-${locale}-${size.width}`);
      t.same(faults, []);
    });
  }
}

t.test('third-party cookies and storage are refused in the frame, and nothing needs them', async (t) => {
  const { frame } = await openAdmin(t, house, { path: '/segments' });
  const cookie = await frame.evaluate(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: that it is refused is what is tested
    document.cookie = 'a=1; SameSite=None; Secure';
    return document.cookie;
  });
  t.equal(cookie, '');
});
