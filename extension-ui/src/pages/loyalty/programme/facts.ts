import type { Formats } from '../../../format/formats.ts';
import type { Level, Programme, Words } from '../loyalty.ts';
import type { RuleForm } from './draft.ts';
import type { Say } from './texts.ts';

export const FACT_SECTIONS = [
  'general',
  'rules',
  'base',
  'limits',
  'redeeming',
  'expiry',
  'tiers',
  'birthday',
] as const;

/** One thing that a programme says, in words. */
export interface Fact {
  readonly key: string;
  readonly section: (typeof FACT_SECTIONS)[number];
  readonly label: string;
  readonly value: string;
  /** What two versions are compared by: two lists of three products read the same and are not. */
  readonly raw: string;
}

interface Saying {
  readonly t: Say;
  readonly f: Formats;
  readonly forms: ReadonlyMap<string, RuleForm>;
  /** Of this programme's rules, by their ids. */
  readonly sentences: ReadonlyMap<string, Words>;
}

const EXCLUDED = ['products', 'categories', 'channels', 'locations', 'segments'] as const;
const CAPS = ['orderPoints', 'dayPoints', 'monthPoints'] as const;
const CAP_TEXTS = { orderPoints: 'capOrder', dayPoints: 'capDay', monthPoints: 'capMonth' } as const;
const MEASURES = { points: 'byPoints', points_in: 'byPointsIn', spend_in: 'bySpendIn' } as const;
const PENDING = { paid: 'untilPaid', fulfilled: 'untilFulfilled', days: 'untilDays' } as const;
const NEGATIVE = { allow: 'negativeAllow', clamp: 'negativeClamp', write_off: 'negativeWriteOff' } as const;

/** All that a programme says, in the order in which the editor has it. */
export function factsOf(programme: Programme, { t, f, forms, sentences }: Saying): Fact[] {
  const facts: Fact[] = [];
  let section: Fact['section'] = 'general';
  const say = (key: string, label: string, value: string, raw: unknown = value) =>
    facts.push({ key, section, label, value, raw: JSON.stringify(raw) });
  const points = (count: number) => t('points', { count, shown: f.number(count) });
  const yes = (is: boolean) => t(is ? 'yes' : 'no');
  const { earning, redeeming, expiry, tiers, birthday, currencies, spends, ranks } = programme;
  const currencyName = (id: string) => currencies.find((each) => each.id === id)?.name[f.locale] ?? id;

  say('isOn', t('isOn'), yes(programme.isOn));
  if (!programme.isOn)
    say('expiryWhileOff', t('expiryWhileOff'), t(programme.expiryWhileOff === 'runs' ? 'expiryRuns' : 'expiryPauses'));
  say(
    'spends',
    t('spends'),
    currencyName(spends),
    currencies.find(({ id }) => id === spends),
  );
  if (ranks !== spends)
    say(
      'ranks',
      t('ranks'),
      currencyName(ranks),
      currencies.find(({ id }) => id === ranks),
    );

  section = 'rules';
  for (const rule of earning.rules) {
    const label = forms.get(rule.kind)?.label[f.locale] ?? rule.kind;
    say(`rule.${rule.id}`, label, sentences.get(rule.id)?.[f.locale] ?? t('ruleIsThere'), rule);
  }

  section = 'base';
  say('includeTax', t('includeTax'), yes(earning.includeTax));
  say('includeShipping', t('includeShipping'), yes(earning.includeShipping));
  say('rounding', t('rounding'), t(earning.rounding === 'floor' ? 'floor' : 'halfUp'));
  const { pending } = earning;
  say(
    'pending',
    t('pending'),
    pending.until === 'paid' ? t('untilPaid') : `${t(PENDING[pending.until])}: ${t('days', { count: pending.days })}`,
  );

  section = 'limits';
  for (const cap of CAPS) {
    const most = earning.caps[cap];
    say(cap, t(CAP_TEXTS[cap]), most === undefined ? t('noLimit') : points(most));
  }
  for (const of of EXCLUDED)
    if (earning.exclude[of].length > 0)
      say(`exclude.${of}`, t(`exclude_${of}`), t('chosen', { count: earning.exclude[of].length }), earning.exclude[of]);
  if (earning.exclude.discountedLines) say('exclude.discounted', t('excludeDiscounted'), yes(true));

  section = 'redeeming';
  say('pointMinor', t('pointMinor'), f.money(redeeming.pointMinor));
  say('minimumPoints', t('minimumPoints'), points(redeeming.minimumPoints));
  say('maxPercent', t('maxPercent'), f.percent(redeeming.maxPercent / 100));
  say('holdMinutes', t('holdMinutes'), t('minutes', { count: redeeming.holdMinutes }));
  say('paidAs', t('paidAs'), t(redeeming.paidAs === 'discount' ? 'asDiscount' : 'asPayment'));

  section = 'expiry';
  say('expiry', t('expiryKind'), expiry.kind === 'never' ? t('expiryNever') : t('months', { count: expiry.months }));
  if (expiry.kind === 'months') say('returnedDays', t('returnedDays'), t('days', { count: redeeming.returnedDays }));
  say('negative', t('negative'), t(NEGATIVE[programme.negative]));

  section = 'tiers';
  const { measure, review } = tiers;
  const window = measure.of === 'points' ? null : measure.window;
  const windowText =
    window && (window.kind === 'rolling' ? t('rollingOf', { count: window.months }) : t('calendarYear'));
  say('measure', t('measure'), [t(MEASURES[measure.of]), windowText].filter(Boolean).join(', '));
  say('boundary', t('boundary'), t(tiers.boundary));
  const threshold = (figure: number) => (measure.of === 'spend_in' ? f.money(figure) : points(figure));
  for (const [index, level] of tiers.levels.entries())
    say(`level.${level.id}`, level.name[f.locale], levelText(level, index, tiers.boundary), level);
  say(
    'review',
    t('review'),
    review.kind === 'none'
      ? t('reviewNone')
      : review.kind === 'anniversary'
        ? `${t('reviewAnniversary')}: ${t('months', { count: review.months })}`
        : f.list(review.dates.map((date) => f.dayShort(`2024-${date}`))),
  );
  if (review.kind !== 'none') say('drop', t('drop'), t(tiers.drop === 'fit' ? 'dropFit' : 'dropOne'));

  section = 'birthday';
  const { benefit } = birthday;
  say('birthday', t('birthdayOn'), yes(birthday.isOn));
  if (birthday.isOn) {
    const most =
      benefit.kind === 'percent' && benefit.maxMinor !== undefined
        ? `, ${t('atMost', { amount: f.money(benefit.maxMinor) })}`
        : '';
    say(
      'benefit',
      t('benefit'),
      benefit.kind === 'amount' ? f.money(benefit.amountMinor) : `${f.percent(benefit.percent / 100)}${most}`,
    );
    say('minimumMinor', t('benefitMinimum'), f.money(birthday.minimumMinor));
    say('leadDays', t('leadDays'), t('days', { count: birthday.leadDays }));
    say(
      'validDays',
      t('valid'),
      birthday.validDays === null ? t('validMonth') : t('days', { count: birthday.validDays }),
    );
  }
  say('costLimit', t('costLimit'), f.percent(programme.costLimitBasisPoints / 10_000, 2));
  return facts;

  function levelText(level: Level, index: number, boundary: Programme['tiers']['boundary']): string {
    const { entry, keep, reentry, rateMinor, discountBasisPoints, entryGiftPoints } = level;
    return [
      index === 0
        ? t('levelAll')
        : t(boundary === 'exclusive' ? 'levelAbove' : 'levelFrom', { entry: threshold(entry) }),
      t('levelRate', { amount: f.money(rateMinor) }),
      ...(discountBasisPoints > 0
        ? [t('levelDiscount', { discount: f.percent(discountBasisPoints / 10_000, 2) })]
        : []),
      ...(entryGiftPoints ? [t('levelGift', { points: points(entryGiftPoints) })] : []),
      ...(keep === undefined ? [] : [t('levelKeep', { keep: threshold(keep) })]),
      ...(reentry === undefined ? [] : [t('levelReentry', { reentry: threshold(reentry) })]),
    ].join(' · ');
  }
}

export interface Difference {
  readonly key: string;
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What another version says otherwise: changed, added and left out, in the order of the newer one. */
export function differences(before: readonly Fact[], after: readonly Fact[]): Difference[] {
  const old = new Map(before.map((fact) => [fact.key, fact]));
  const found: Difference[] = after.flatMap(({ key, label, value, raw }) => {
    const was = old.get(key);
    old.delete(key);
    return was?.raw === raw ? [] : [{ key, label, before: was?.value ?? null, after: value }];
  });
  return [...found, ...[...old.values()].map(({ key, label, value }) => ({ key, label, before: value, after: null }))];
}
