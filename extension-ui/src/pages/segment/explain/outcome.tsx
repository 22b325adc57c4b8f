import { Alert, Text } from '@mantine/core';
import { IconUserCheck, IconUserX } from '@tabler/icons-react';
import { useFormats } from '../../../session/admin.tsx';
import type { Explained } from './explained.ts';
import { useTexts } from './texts.ts';

interface Props {
  readonly explained: Explained;
  readonly segment: string;
  readonly customer: string;
  /** Null: now. */
  readonly asOf: string | null;
}

/** In or out, by hand or by the definition, and until when. */
export function Outcome({ explained, segment, customer, asOf }: Props) {
  const t = useTexts();
  const { day } = useFormats();
  const { isMember, isNamed, isPinned, isBanned, flipsOn, include, exclude } = explained;
  const names = { segment, customer };
  const title =
    asOf === null
      ? t(isMember ? 'isIn' : 'isOut', names)
      : t(isMember ? 'willBeIn' : 'willBeOut', { ...names, day: day(asOf) });
  const isFixed = include.length === 0 && exclude.length === 0 && !isNamed;
  const hand = isFixed
    ? 'fixed'
    : isBanned
      ? isNamed
        ? 'banned'
        : 'bannedToo'
      : isPinned
        ? isNamed
          ? 'pinnedToo'
          : 'pinned'
        : null;
  const Icon = isMember ? IconUserCheck : IconUserX;
  const told = [
    hand && t(hand),
    include.length === 0 && !isFixed && t('everybody'),
    asOf !== null && t('ifNothing'),
    flipsOn !== null && !isPinned && !isBanned && t(isNamed ? 'turnsOut' : 'turnsIn', { day: day(flipsOn) }),
  ].filter((text) => typeof text === 'string');
  return (
    <Alert color={isMember ? 'glaze' : 'gray'} icon={<Icon aria-hidden />} title={title}>
      {told.length > 0 &&
        told.map((text) => (
          <Text key={text} size="sm">
            {text}
          </Text>
        ))}
    </Alert>
  );
}
