import t from 'tap';
import { areaLabel, areasOf, type Place, VIETNAMESE_AREAS } from '../../src/model.ts';

/** Written down once more, from the resolution: old unit, new unit it went into. */
const OLD = `
01 Hà Nội>01; 02 Hà Giang>08; 04 Cao Bằng>04; 06 Bắc Kạn>19; 08 Tuyên Quang>08; 10 Lào Cai>15; 11 Điện Biên>11; 12 Lai Châu>12;
14 Sơn La>14; 15 Yên Bái>15; 17 Hòa Bình>25; 19 Thái Nguyên>19; 20 Lạng Sơn>20; 22 Quảng Ninh>22; 24 Bắc Giang>24; 25 Phú Thọ>25;
26 Vĩnh Phúc>25; 27 Bắc Ninh>24; 30 Hải Dương>31; 31 Hải Phòng>31; 33 Hưng Yên>33; 34 Thái Bình>33; 35 Hà Nam>37; 36 Nam Định>37;
37 Ninh Bình>37; 38 Thanh Hóa>38; 40 Nghệ An>40; 42 Hà Tĩnh>42; 44 Quảng Bình>44; 45 Quảng Trị>44; 46 Thừa Thiên Huế>46;
48 Đà Nẵng>48; 49 Quảng Nam>48; 51 Quảng Ngãi>51; 52 Bình Định>52; 54 Phú Yên>66; 56 Khánh Hòa>56; 58 Ninh Thuận>56;
60 Bình Thuận>68; 62 Kon Tum>51; 64 Gia Lai>52; 66 Đắk Lắk>66; 67 Đắk Nông>68; 68 Lâm Đồng>68; 70 Bình Phước>75; 72 Tây Ninh>80;
74 Bình Dương>79; 75 Đồng Nai>75; 77 Bà Rịa - Vũng Tàu>79; 79 Hồ Chí Minh>79; 80 Long An>80; 82 Tiền Giang>82; 83 Bến Tre>86;
84 Trà Vinh>86; 86 Vĩnh Long>86; 87 Đồng Tháp>82; 89 An Giang>91; 91 Kiên Giang>91; 92 Cần Thơ>92; 93 Hậu Giang>92; 94 Sóc Trăng>92;
95 Bạc Liêu>96; 96 Cà Mau>96`
  .trim()
  .split(/;\s*/)
  .map((row) => /^(\d\d) (.+)>(\d\d)$/.exec(row)?.slice(1) as [old: string, name: string, now: string]);

const NEW = `
01 Hà Nội; 04 Cao Bằng; 08 Tuyên Quang; 11 Điện Biên; 12 Lai Châu; 14 Sơn La; 15 Lào Cai; 19 Thái Nguyên; 20 Lạng Sơn; 22 Quảng Ninh;
24 Bắc Ninh; 25 Phú Thọ; 31 Hải Phòng; 33 Hưng Yên; 37 Ninh Bình; 38 Thanh Hóa; 40 Nghệ An; 42 Hà Tĩnh; 44 Quảng Trị; 46 Huế; 48 Đà Nẵng;
51 Quảng Ngãi; 52 Gia Lai; 56 Khánh Hòa; 66 Đắk Lắk; 68 Lâm Đồng; 75 Đồng Nai; 79 Hồ Chí Minh; 80 Tây Ninh; 82 Đồng Tháp; 86 Vĩnh Long;
91 An Giang; 92 Cần Thơ; 96 Cà Mau`
  .trim()
  .split(/;\s*/)
  .map((row) => [row.slice(0, 2), row.slice(3)] as const);

const NOTHING: Place = {
  city: null,
  province: null,
  provinceCode: null,
  district: null,
  districtCode: null,
  ward: null,
  wardCode: null,
  countryCode: 'VN',
  address: null,
};
const at = (place: Partial<Place>) => areasOf({ ...NOTHING, ...place }).join(' ');
const partsOf = (now: string) => OLD.filter((row) => row[2] === now);

t.test('C21 every one of the 63 old units, with a district, is in it and in the one of 34 that it went into', (t) => {
  t.equal(OLD.length, 63);
  for (const [old, name, now] of OLD) {
    const both = `vn vn.${now} vn63.${old}`;
    t.equal(at({ province: name, district: 'Huyện A' }), both, name);
    t.equal(at({ province: `Tỉnh ${name}`.toUpperCase(), districtCode: 'X1' }), both, `${name} in capitals`);
    t.equal(at({ province: unaccented(name), district: 'Huyện A' }), both, `${name} without accents`);
    t.equal(at({ provinceCode: old, district: 'Huyện A' }), both, `${name} by its code`);
  }
  t.end();
});

t.test('C21 every one of the 34 new units: of a single old one both codes, of a merged one only its own', (t) => {
  t.equal(NEW.length, 34);
  for (const [now, name] of NEW) {
    const parts = partsOf(now);
    const codes = parts.length === 1 ? `vn vn.${now} vn63.${parts[0]?.[0]}` : `vn vn.${now}`;
    t.equal(at({ province: name }), codes, name);
    t.equal(at({ city: unaccented(name) }), codes, `${name} as a city`);
    t.equal(at({ provinceCode: now }), codes, `${name} by its code`);
  }
  t.end();
});

t.test('C21 the name of an old unit that is no more is enough', (t) => {
  const names = new Set(NEW.map(([, name]) => name));
  const gone = OLD.filter(([, name]) => !names.has(name));
  t.equal(gone.length, 63 - 33, 'all but Huế are called like an old one');
  for (const [old, name, now] of gone) t.equal(at({ province: name }), `vn vn.${now} vn63.${old}`, name);
  t.end();
});

t.test('C21 a name or code of both divisions is decided by what else the place says', (t) => {
  const cases: [Partial<Place>, string][] = [
    [{ province: 'Bắc Ninh' }, 'vn vn.24'],
    [{ province: 'Bắc Ninh', provinceCode: '27' }, 'vn vn.24 vn63.27'],
    [{ province: 'Bắc Ninh', provinceCode: '24' }, 'vn vn.24'],
    [{ provinceCode: '24' }, 'vn vn.24'],
    [{ provinceCode: '24', district: 'Lạng Giang' }, 'vn vn.24 vn63.24'],
    [{ provinceCode: '80' }, 'vn vn.80'],
    [{ provinceCode: '80', district: 'Đức Hòa' }, 'vn vn.80 vn63.80'],
    [{ provinceCode: '27' }, 'vn vn.24 vn63.27'],
    [{ provinceCode: '03' }, 'vn'],
    [{ province: 'TP HCM', city: 'Quận 1' }, 'vn vn.79 vn63.79'],
    [{ province: 'TP HCM', city: 'Q.7' }, 'vn vn.79 vn63.79'],
    [{ province: 'TP HCM', city: 'Bình Dương' }, 'vn vn.79 vn63.74'],
    [{ province: 'Lâm Đồng', city: 'Đà Lạt' }, 'vn vn.68 vn63.68'],
    [{ province: 'Lâm Đồng', city: 'Phan Thiết' }, 'vn vn.68 vn63.60'],
    [{ province: 'Lâm Đồng', city: 'Lâm Đồng' }, 'vn vn.68'],
    [{ city: 'Nha Trang' }, 'vn vn.56 vn63.56'],
    [{ province: 'Atlantis', city: 'Hà Nội' }, 'vn vn.01 vn63.01'],
    [{ province: 'Atlantis' }, 'vn'],
    [{}, 'vn'],
  ];
  for (const [place, codes] of cases) t.equal(at(place), codes, JSON.stringify(place));
  t.end();
});

t.test('C21 usual spellings and the codes of hosts', (t) => {
  const saigon = [
    'TP HCM',
    'TPHCM',
    'tp.hcm',
    'HCMC',
    'Sài Gòn',
    'SAIGON',
    'Ho Chi Minh City',
    'Thành phố Hồ Chí Minh',
    'HOCHIMINH',
  ];
  for (const province of saigon) {
    t.equal(at({ province }), 'vn vn.79', province);
    t.equal(at({ province, district: 'Quận 11' }), 'vn vn.79 vn63.79', `${province} with a district`);
  }
  for (const province of [
    'Tp. Hà Nội',
    'Thành Phố Hà Nội',
    'Ha Noi',
    'HANOI',
    'Hà Nội, Việt Nam',
    'Hà Nội'.normalize('NFD'),
  ])
    t.equal(at({ province }), 'vn vn.01 vn63.01', province);
  for (const province of ['Bà Rịa - Vũng Tàu', 'Bà Rịa–Vũng Tàu', 'Ba Ria Vung Tau', 'BRVT', 'BR-VT', 'Vũng Tàu'])
    t.equal(at({ province }), 'vn vn.79 vn63.77', province);
  for (const province of ['Thừa Thiên Huế', 'Thừa Thiên-Huế', 'TT Huế', 'Huế', 'TP. Huế'])
    t.equal(at({ province }), 'vn vn.46 vn63.46', province);
  for (const province of ['Đắc Lắc', 'Đắk Lắk', 'Dak Lak', 'Daklak', 'Đăk Lăk'])
    t.equal(at({ province, district: 'Krông Pắc' }), 'vn vn.66 vn63.66', province);

  // As Haravan, Sapo, Shopify and WooCommerce write one place.
  t.equal(
    at({ province: 'Hồ Chí Minh', provinceCode: 'HC', district: 'Quận 11', districtCode: 'HC476' }),
    'vn vn.79 vn63.79',
  );
  t.equal(
    at({ city: 'TP Hồ Chí Minh', province: 'TP Hồ Chí Minh', provinceCode: '2', district: 'Thành phố Thủ Đức' }),
    'vn vn.79 vn63.79',
    'Sapo numbers provinces in its own way',
  );
  t.equal(at({ city: 'Ho Chi Minh' }), 'vn vn.79', 'Shopify has no provinces of Vietnam');
  t.equal(at({ provinceCode: 'HANOI' }), 'vn vn.01 vn63.01', 'plugins of WooCommerce');
  t.equal(at({ provinceCode: 'VN-43' }), 'vn vn.79 vn63.77', 'ISO 3166-2');
  t.equal(at({ provinceCode: 'vn-ct', district: 'Ninh Kiều' }), 'vn vn.92 vn63.92');
  t.equal(at({ provinceCode: 'HN' }), 'vn vn.01 vn63.01');
  t.end();
});

t.test('C21 other countries by their own codes; without a country only what is surely Vietnamese is known', (t) => {
  t.equal(at({ countryCode: 'US', province: 'California', provinceCode: 'CA' }), 'us us.ca');
  t.equal(at({ countryCode: 'us', provinceCode: 'US-CA' }), 'us us.ca');
  t.equal(at({ countryCode: 'FR', province: 'Hà Nội' }), 'fr', 'a restaurant');
  t.equal(at({ countryCode: 'FR', provinceCode: '75' }), 'fr fr.75');
  t.equal(at({ countryCode: 'DE', provinceCode: '$where' }), 'de', 'no code');
  t.equal(at({ countryCode: '$where' }), '');
  t.equal(at({ countryCode: 'VNM', province: 'Hà Nội' }), 'vn vn.01 vn63.01');
  t.equal(at({ countryCode: null, city: 'Hà Nội' }), 'vn vn.01 vn63.01');
  t.equal(at({ countryCode: null, provinceCode: '01' }), 'vn vn.01 vn63.01', 'a till');
  t.equal(at({ countryCode: null, city: 'Paris', provinceCode: 'X' }), '');
  t.end();
});

t.test('every unit has a name in both languages, old ones say so', (t) => {
  t.equal(VIETNAMESE_AREAS.length, 1 + 34 + 63);
  t.equal(new Set(VIETNAMESE_AREAS.map((area) => areaLabel(area, 'vi'))).size, VIETNAMESE_AREAS.length);
  t.equal(areaLabel('vn.24', 'en'), 'Bắc Ninh');
  t.equal(areaLabel('vn63.24', 'vi'), 'Bắc Giang (trước 07/2025)');
  t.equal(areaLabel('vn63.24', 'en'), 'Bắc Giang (before July 2025)');
  t.equal(areaLabel('vn', 'vi'), 'Việt Nam');
  t.equal(areaLabel('us.ca', 'en'), 'United States – CA');
  for (const strange of ['$where', 'vn.99', 'vn63.toString', '__proto__.x', ''])
    t.equal(typeof areaLabel(strange, 'vi'), 'string');
  t.end();
});

/** As people write without a Vietnamese keyboard. */
function unaccented(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
}
