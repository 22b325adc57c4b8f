import type { Say } from './texts.ts';

const WORDS: Readonly<Record<string, 'channelPos' | 'channelWeb' | 'channelApi' | 'channelOther'>> = {
  pos: 'channelPos',
  web: 'channelWeb',
  'rest-api': 'channelApi',
  '': 'channelOther',
};

/** Channels come as hosts spell them; those that are words get one, names are capitalised. */
export function channelName(channel: string, t: Say): string {
  const word = WORDS[channel];
  return word ? t(word) : `${channel[0]?.toUpperCase()}${channel.slice(1)}`;
}
