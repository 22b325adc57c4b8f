import type { Say } from './texts.ts';

/** Channels come as hosts spell them; those that are words get one, names are capitalised. */
export function channelName(channel: string, t: Say): string {
  if (channel === 'pos') return t('channelPos');
  if (channel === 'web') return t('channelWeb');
  return channel === '' ? t('channelOther') : `${channel[0]?.toUpperCase()}${channel.slice(1)}`;
}
