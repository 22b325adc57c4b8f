import { z } from 'zod';
import { ATTENTION_CODES, type Attention } from '../../queries/attention.ts';
import { isoTimeOrNull, Time, Words } from './schemas.ts';

export const AttentionJson = z
  .object({
    code: z
      .enum(ATTENTION_CODES)
      .describe(
        '`connection_silent`: it used to send daily and has sent nothing for two days. `deliveries_waiting`: for over five minutes. `members_differ`: two ways to decide a segment disagree, an alarm. `points_differ`: so many customers whose points are not what orders and postings say, an alarm.',
      ),
    count: z.int().describe('How many; of a failing job, failures in a row.'),
    since: Time.nullable().describe('Since when, of several the longest; null when it is not known.'),
    subject: z
      .string()
      .nullable()
      .describe(
        'What it is about: the reason of parking, a connection’s domain, the name of a job or of the one segment.',
      ),
    title: Words.nullable().describe('What people call the job; null for what is no job.'),
    path: z.string().describe('Where in the admin it can be seen to.'),
  })
  .meta({ id: 'Attention' });

export function attentionJson(item: Attention): z.infer<typeof AttentionJson> {
  return { ...item, title: item.title ?? null, since: isoTimeOrNull(item.since) };
}
