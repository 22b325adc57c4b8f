import { Badge, Group } from '@mantine/core';
import { Link } from 'react-router';
import type { Dependant } from './dependants.ts';
import { useTexts } from './texts.ts';

/** The segments that name this one, with the way there. */
export function DependantNames({ items, onOpen }: { items: readonly Dependant[]; onOpen?: () => void }) {
  const t = useTexts();
  return (
    <ul style={{ margin: 0, paddingInlineStart: 20 }}>
      {items.map(({ id, name, isArchived, isDirect }) => (
        <li key={id}>
          <Group gap={6} component="span" display="inline-flex">
            <Link to={`/segments/${id}`} onClick={onOpen}>
              {name}
            </Link>
            {!isDirect && (
              <Badge size="sm" color="gray">
                {t('indirect')}
              </Badge>
            )}
            {isArchived && (
              <Badge size="sm" color="gray">
                {t('inArchive')}
              </Badge>
            )}
          </Group>
        </li>
      ))}
    </ul>
  );
}
