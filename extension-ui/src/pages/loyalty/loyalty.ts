import type { Answer } from '../../api/client.ts';
import type { components } from '../../api/schema.d.ts';

export type ProgrammeList = Answer<'/api/v1/loyalty/programme'>;
export type Version = ProgrammeList['versions'][number];
export type Programme = components['schemas']['LoyaltyProgramme'];
export type Level = Programme['tiers']['levels'][number];
export type RuleNode = Programme['earning']['rules'][number];
export type Liability = Answer<'/api/v1/loyalty/liability'>;
export type Flows = Answer<'/api/v1/loyalty/flows'>;
export type Flow = Flows['items'][number];
export type Entry = Answer<'/api/v1/loyalty/ledger'>['items'][number];
export type Reason = Entry['reason'];

/** A word in both languages. */
export type Words = Readonly<Record<'vi' | 'en', string>>;

/** The version in force, and one that is planned to follow it. */
export function versionsNow({ versions, current }: ProgrammeList): { now: Version | null; planned: Version | null } {
  const [newest] = versions;
  return {
    now: versions.find(({ version }) => version === current) ?? null,
    planned: newest && newest.version !== current ? newest : null,
  };
}
