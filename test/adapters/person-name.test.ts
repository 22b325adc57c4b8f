import t from 'tap';
import { fullName } from '../../src/adapters/person-name.ts';

t.test('a Vietnamese name is said family name first', async (t) => {
  t.equal(fullName('Lan', 'Nguyễn Thị', 'VN'), 'Nguyễn Thị Lan');
  t.equal(fullName('Lan', 'Nguyen Thi', 'vn'), 'Nguyen Thi Lan', 'also when typed without accents');
  t.equal(fullName('Lan', 'Nguyễn Thị', null), 'Nguyễn Thị Lan', 'the letters tell, without a country');
  t.equal(fullName('Lan', 'Nguyễn Thị'.normalize('NFD'), 'US'), 'Nguyễn Thị Lan', 'and abroad, decomposed or not');
});

t.test('other names are said as the fields stand', async (t) => {
  t.equal(fullName('Mary', 'Smith', 'US'), 'Mary Smith');
  t.equal(fullName('Hélène', 'Côté', null), 'Hélène Côté', 'French accents are not Vietnamese ones');
  t.equal(fullName('Mary', 'Smith', null), 'Mary Smith');
});

t.test('one field is enough, and none is no name', async (t) => {
  t.equal(fullName('Lan', '', 'VN'), 'Lan');
  t.equal(fullName(null, ' Nguyễn   Thị ', null), 'Nguyễn Thị');
  for (const empty of ['', ' ', null, undefined, 5]) t.equal(fullName(empty, empty, 'VN'), null);
});
