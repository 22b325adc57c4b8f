import { Outlet } from 'react-router';
import { ForbiddenState } from '../parts/states.tsx';
import { type Scope, useCan } from '../session/admin.tsx';

/** Pages for whoever may read what they are about. Others get told so, before anything is asked that would be refused. */
export function Behind({ scope }: { scope: Scope }) {
  return useCan(scope) ? <Outlet /> : <ForbiddenState />;
}
