import { z } from 'zod';
import { ATTRIBUTE_NAME, type BirthDate, parseBirthDate } from '../../../model.ts';
import { ShortText, Text } from './schemas.ts';

/** What people at the shop write about a customer, when they add one and when they change one. */

const GivenBirthDate = z
  .string()
  .max(40)
  .transform((text, context): BirthDate => {
    const date = parseBirthDate(text);
    if (date !== null) return date;
    context.addIssue('not a date such as 1990-05-17, or --05-17 without the year');
    return z.NEVER;
  })
  .describe('`1990-05-17`, or `--05-17` when the year is not known.');

const GivenConsent = z.enum(['subscribed', 'unsubscribed', 'pending', 'not_subscribed']);
const placeField = ShortText.nullish().transform((value) => value ?? null);
const GivenPlace = z.object({
  address: placeField,
  ward: placeField,
  wardCode: placeField,
  district: placeField,
  districtCode: placeField,
  city: placeField,
  province: placeField,
  provinceCode: placeField,
  countryCode: placeField,
  kind: z.enum(['home', 'work']).optional().describe('Where they live or where they work. Left out: `home`.'),
});
export const GivenTags = z
  .array(ShortText.refine((tag) => /[\p{L}\p{N}]/u.test(tag), 'must hold a letter or digit'))
  .min(1)
  .max(100);

export const AttributeJson = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

/** Every field of a profile, as people at the shop give it. */
export const givenProfile = {
  name: ShortText.nullish(),
  phone: ShortText.nullish().describe('In any form; national numbers are read by the shop’s country.'),
  email: ShortText.nullish(),
  memberCode: ShortText.optional(),
  gender: z.enum(['male', 'female', 'other']).nullish(),
  birthDate: GivenBirthDate.nullish(),
  emailConsent: GivenConsent.nullish(),
  smsConsent: GivenConsent.nullish(),
  groups: z.array(ShortText).max(250).optional(),
  addresses: z.array(GivenPlace).max(50).optional(),
  company: ShortText.nullish().describe('The company they buy for.'),
  attributes: z
    .record(z.string().regex(ATTRIBUTE_NAME), AttributeJson.nullable())
    .optional()
    .describe('What the settings define. A name that is left out stays; null takes its value away.'),
  note: Text.nullish(),
};
