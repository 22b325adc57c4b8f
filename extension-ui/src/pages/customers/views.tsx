import { ActionIcon, Button, Group } from '@mantine/core';
import { IconBookmarkPlus, IconPencil, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useToast } from '../../parts/toast.tsx';
import { countFilters, viewText } from './list.ts';
import { usePreferences, VIEWS_MAX, type View } from './preferences.ts';
import { useTexts } from './texts.ts';
import type { Address } from './use-address.ts';
import { ViewForm } from './view-form.tsx';
import classes from './views.module.css';

/** Lists that one has saved by name, as tabs: what they are narrowed, searched and sorted by. */
export function Views({ address }: { address: Address }) {
  const t = useTexts();
  const toast = useToast();
  const { preferences, keep } = usePreferences();
  const views = preferences.views ?? [];
  const [last, setLast] = useState<string | null>(null);
  const current = viewText(address.params);
  const open = views.find(({ query }) => query === current);
  // A name that is being looked up is no list that one comes back to.
  const isWorthSaving = countFilters(address.params) > 0 || address.value('sort') !== '';
  // One that was opened and then changed can be brought up to date.
  const changed = open || current === '' ? undefined : views.find(({ name }) => name === last);

  const save = (name: string) => {
    setLast(name);
    const isKnown = views.some((view) => view.name === name);
    const saved = { name, query: current };
    keep({ views: isKnown ? views.map((view) => (view.name === name ? saved : view)) : [...views, saved] });
    toast.done(t('viewSaved', { name }), () => keep({ views }));
  };
  const rename = (view: View, name: string) => {
    setLast(name);
    keep({ views: views.map((other) => (other === view ? { ...view, name } : other)) });
  };
  const remove = ({ name }: View) => {
    keep({ views: views.filter((view) => view.name !== name) });
    toast.done(t('viewDeleted', { name }), () => keep({ views }));
  };
  const choose = (view: View | null) => {
    setLast(view?.name ?? null);
    address.open(new URLSearchParams(view?.query));
  };
  const tab = (name: string, view: View | null, isOpen: boolean) => (
    <button key={name} type="button" className={classes['tab']} aria-pressed={isOpen} onClick={() => choose(view)}>
      {name}
    </button>
  );

  return (
    <Group gap={4} role="group" aria-label={t('views')} className={classes['views'] ?? ''} data-scrolls>
      {tab(t('all'), null, current === '')}
      {views.map((view) => tab(view.name, view, view === open))}
      {open && (
        <ViewForm
          key={open.name}
          name={open.name}
          taken={views.map(({ name }) => name)}
          target={(toggle) => (
            <ActionIcon variant="subtle" color="gray" aria-label={t('editView', { name: open.name })} onClick={toggle}>
              <IconPencil size={16} aria-hidden />
            </ActionIcon>
          )}
          onSave={(name) => rename(open, name)}
          onDelete={() => remove(open)}
        />
      )}
      {changed && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconRefresh size={14} aria-hidden />}
          onClick={() => save(changed.name)}
        >
          {t('updateView', { name: changed.name })}
        </Button>
      )}
      {!open && isWorthSaving && (
        <ViewForm
          name=""
          taken={views.map(({ name }) => name)}
          isFull={views.length >= VIEWS_MAX}
          target={(toggle) => (
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconBookmarkPlus size={14} aria-hidden />}
              onClick={toggle}
            >
              {t('saveView')}
            </Button>
          )}
          onSave={save}
        />
      )}
    </Group>
  );
}
