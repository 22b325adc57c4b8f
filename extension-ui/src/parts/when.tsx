import { Tooltip } from '@mantine/core';
import { useFormats } from '../session/admin.tsx';

/** An instant as "5 phút trước"; the whole date on hover and focus, and for screen readers. */
export function When({ time }: { time: string }) {
  const f = useFormats();
  return (
    <Tooltip label={f.dateTime(time)}>
      <time dateTime={time} style={{ whiteSpace: 'nowrap' }}>
        {f.ago(time)}
      </time>
    </Tooltip>
  );
}
