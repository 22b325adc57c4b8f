import { Alert, Button, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { ApiError } from '../../api/error.ts';
import { useFormats } from '../../session/admin.tsx';
import { CostTime, SlowNote } from './cost-note.tsx';
import { DiffSection } from './diff-section.tsx';
import { PreviewSample } from './preview-sample.tsx';
import { useTexts } from './texts.ts';
import type { Draft } from './tree.ts';
import type { DiffState } from './use-diff.ts';
import type { Preview, PreviewState } from './use-preview.ts';

interface Props {
  readonly state: PreviewState;
  /** Conditions that lack something, of so many. */
  readonly incomplete: number;
  readonly isEmpty: boolean;
  readonly draft: Draft;
  /** What keeps text from being counted. */
  readonly unread: string | null;
  /** Of a saved segment that was changed. */
  readonly diff: DiffState | null;
  onGoToIncomplete(): void;
}

/** How many customers, who some of them are, and what the definition says in words. */
export function PreviewPane({ state, incomplete, isEmpty, draft, unread, diff, onGoToIncomplete }: Props) {
  const t = useTexts();
  const { preview, error, isCounting, retry } = state;
  return (
    <Stack gap="sm">
      {unread && (
        <Text size="sm" c="dimmed">
          {unread}
        </Text>
      )}
      {isEmpty && !unread && (
        <Text size="sm" c="dimmed">
          {t('emptyPreview')}
        </Text>
      )}
      {incomplete > 0 && !unread && (
        <>
          <Text size="sm" c="dimmed">
            {t('incomplete', { count: incomplete })}
          </Text>
          <Button variant="default" size="compact-sm" onClick={onGoToIncomplete} style={{ alignSelf: 'flex-start' }}>
            {t('goToIncomplete')}
          </Button>
        </>
      )}
      {error && (
        <Alert color="red" icon={<IconAlertTriangle aria-hidden />} role="alert">
          {error instanceof ApiError && error.status === 422 ? t('previewRefused') : t('previewFailed')}
          {!(error instanceof ApiError && error.status === 422) && (
            <Button variant="default" size="compact-sm" mt="xs" onClick={retry}>
              {t('retry')}
            </Button>
          )}
        </Alert>
      )}
      {(isCounting || preview) && <Count preview={preview} isExactLost={state.isExactLost} />}
      {preview?.cost.isSlow && <SlowNote cost={preview.cost} draft={draft} />}
      {diff && <DiffSection state={diff} />}
      {(isCounting || preview) && <Sentence preview={preview} />}
      {(isCounting || preview) && <PreviewSample preview={preview} />}
    </Stack>
  );
}

function Count({ preview, isExactLost }: { preview: Preview | undefined; isExactLost: boolean }) {
  const t = useTexts();
  const f = useFormats();
  if (!preview)
    return (
      <div aria-hidden>
        <Skeleton h={22} w="70%" my={4} />
        <Skeleton h={12} w="90%" my={5} />
        <Text size="xs" c="dimmed" mih={36}>
          {t('counting')}
        </Text>
      </div>
    );
  const { count, customers, interval } = preview;
  const shown = f.number(count);
  const share = f.percent(customers === 0 ? 0 : count / customers, count > 0 && count / customers < 0.1 ? 1 : 0);
  return (
    <div>
      <Text fz={21} fw={650} lh="30px" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {t(interval ? 'aboutCustomers' : 'customers', { count, shown })}
      </Text>
      <Text size="sm" c="dimmed">
        {t('ofAll', { share, customers: f.number(customers) })}
      </Text>
      {/* Two lines also where one is enough, so that nothing moves when the exact figure comes. */}
      <Text size="xs" c="dimmed" mih={36} component="div">
        <div>
          {interval ? t('interval', { low: f.number(interval.low), high: f.number(interval.high) }) : t('exact')}
        </div>
        {interval && !isExactLost ? (
          <div>{t('countingExact')}</div>
        ) : (
          !preview.cost.isSlow && (
            <div>
              <CostTime cost={preview.cost} />
            </div>
          )
        )}
      </Text>
    </div>
  );
}

function Sentence({ preview }: { preview: Preview | undefined }) {
  const t = useTexts();
  const { locale } = useFormats();
  const [language, setLanguage] = useState<'vi' | 'en' | null>(null);
  const shown = language ?? locale;
  return (
    <div>
      <div style={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center' }}>
        <Text size="xs" c="dimmed" fw={600}>
          {t('sentence')}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={t('sentenceLanguage')}
          value={shown}
          onChange={(value) => setLanguage(value)}
          data={[
            { value: 'vi', label: 'VI' },
            { value: 'en', label: 'EN' },
          ]}
        />
      </div>
      {preview ? (
        <Text size="sm" lang={shown} mt={4} style={{ overflowWrap: 'anywhere' }}>
          {preview.sentence[shown]}.
        </Text>
      ) : (
        <Skeleton h={14} my={7} />
      )}
    </div>
  );
}
