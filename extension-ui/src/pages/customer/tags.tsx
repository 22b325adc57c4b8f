import { ActionIcon, Badge, Button, Group, Text, TextInput, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconLock, IconPlus, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { got } from '../../api/client.ts';
import { useToast } from '../../parts/toast.tsx';
import { useApi, useCan, useFormats } from '../../session/admin.tsx';
import { useAuthorName } from './author.tsx';
import { type Customer, useChanged } from './customer.ts';
import { useTexts } from './texts.ts';

/** Their tags, with who added each; adding and, with Undo, taking away (V12). What a host has set is taken away there. */
export function Tags({ customer }: { customer: Customer }) {
  const t = useTexts();
  const canWrite = useCan('customers:write');
  const { add, remove } = useTagChanges(customer.id);
  const { tagDetails } = customer;
  return (
    <Group gap={6} component="section" aria-label={t('tags')}>
      {tagDetails.length === 0 && !canWrite && (
        <Text size="sm" c="dimmed">
          {t('noTags')}
        </Text>
      )}
      {tagDetails.map((tag) => (
        <Tag key={tag.name} tag={tag} onRemove={canWrite && tag.removable ? () => remove(tag.name) : undefined} />
      ))}
      {canWrite && <AddTag onAdd={(tag) => add(tag)} />}
    </Group>
  );
}

function useTagChanges(id: string) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const changed = useChanged(id);
  const failed = (error: Error) => toast.failed(t('failed', { message: error.message }));
  const path = { path: { id } };
  const added = useMutation({
    mutationFn: (tag: string) => got(api.PUT('/api/v1/customers/{id}/tags', { params: path, body: { tags: [tag] } })),
    onSuccess: changed,
    onError: failed,
  });
  const removed = useMutation({
    mutationFn: (tag: string) =>
      got(api.DELETE('/api/v1/customers/{id}/tags', { params: { ...path, query: { tag } } })),
    onSuccess: (customer, tag) => {
      changed(customer);
      toast.done(t('tagRemoved', { tag }), () => added.mutate(tag));
    },
    onError: failed,
  });
  return {
    add: (tag: string) => added.mutate(tag, { onSuccess: () => toast.done(t('tagAdded', { tag })) }),
    remove: (tag: string) => removed.mutate(tag),
  };
}

function Tag(props: { tag: Customer['tagDetails'][number]; onRemove: (() => void) | undefined }) {
  const { tag, onRemove } = props;
  const t = useTexts();
  const f = useFormats();
  const authorName = useAuthorName();
  const by =
    tag.author && tag.at ? t('tagBy', { author: authorName(tag.author), date: f.date(tag.at) }) : t('tagUnknown');
  return (
    <Tooltip label={tag.removable ? by : t('tagElsewhere', { by })} multiline maw={280}>
      <Badge
        size="lg"
        tabIndex={0}
        maw="100%"
        leftSection={tag.removable ? undefined : <IconLock size={12} aria-hidden />}
        rightSection={
          onRemove && (
            <ActionIcon
              size={24}
              variant="transparent"
              color="gray"
              c="inherit"
              aria-label={t('removeTag', { tag: tag.name })}
              onClick={onRemove}
            >
              <IconX size={12} aria-hidden />
            </ActionIcon>
          )
        }
      >
        {tag.name}
        <VisuallyHidden> ({by})</VisuallyHidden>
      </Badge>
    </Tooltip>
  );
}

function AddTag({ onAdd }: { onAdd: (tag: string) => void }) {
  const t = useTexts();
  const [text, setText] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setText(null);
    setWrong(false);
    requestAnimationFrame(() => button.current?.focus());
  };
  if (text === null)
    return (
      <Button
        ref={button}
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => setText('')}
      >
        {t('addTag')}
      </Button>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const tag = text.trim();
        if (tag === '') close();
        else if (!/[\p{L}\p{N}]/u.test(tag)) setWrong(true);
        else {
          onAdd(tag);
          close();
        }
      }}
    >
      <TextInput
        size="xs"
        w={180}
        autoFocus
        maxLength={200}
        aria-label={t('newTag')}
        placeholder={t('newTag')}
        error={isWrong && t('tagInvalid')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => text.trim() === '' && setText(null)}
        onKeyDown={(event) => event.key === 'Escape' && close()}
      />
    </form>
  );
}
