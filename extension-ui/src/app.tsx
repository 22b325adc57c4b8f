import { createBrowserRouter, Navigate, type RouteObject, RouterProvider } from 'react-router';
import { MissingState } from './parts/states.tsx';
import { type Scope, useMe } from './session/admin.tsx';
import { Behind } from './shell/behind.tsx';
import { Crashed } from './shell/crashed.tsx';
import { placesOf } from './shell/places.ts';
import { Shell } from './shell/shell.tsx';

/** Every page and where it is. Each is a chunk of its own, loaded when it is first opened. */
const pages: RouteObject[] = [
  { index: true, Component: Start },
  behind('overview:read', { path: 'overview', lazy: () => import('./pages/overview/index.tsx') }),
  behind(
    'customers:read',
    { path: 'customers', lazy: () => import('./pages/customers/index.tsx') },
    { path: 'customers/:id', lazy: () => import('./pages/customer/index.tsx') },
  ),
  behind(
    'segments:read',
    { path: 'segments', lazy: () => import('./pages/segments/index.tsx') },
    { path: 'segments/rfm', lazy: () => import('./pages/rfm/index.tsx') },
    { path: 'segments/:id', lazy: () => import('./pages/segment/index.tsx') },
  ),
  behind(
    'segments:write',
    { path: 'segments/new', lazy: () => import('./pages/segment-builder/index.tsx') },
    { path: 'segments/:id/edit', lazy: () => import('./pages/segment-builder/index.tsx') },
    { path: 'segments/:id/add', lazy: () => import('./pages/segment/list/add-many.tsx') },
  ),
  behind('loyalty:read', { path: 'loyalty', lazy: () => import('./pages/loyalty/start.tsx') }),
  behind(
    'programme:read',
    { path: 'loyalty/programme', lazy: () => import('./pages/loyalty/programme/index.tsx') },
    { path: 'loyalty/ledger', lazy: () => import('./pages/loyalty/ledger/index.tsx') },
    { path: 'loyalty/back-test', lazy: () => import('./pages/back-test/index.tsx') },
  ),
  behind('loyalty:write', { path: 'loyalty/bulk', lazy: () => import('./pages/loyalty/bulk/index.tsx') }),
  behind('loyalty:redeem', { path: 'loyalty/till', lazy: () => import('./pages/till/index.tsx') }),
  behind(
    'deliveries:read',
    { path: 'deliveries', lazy: () => import('./pages/deliveries/index.tsx') },
    { path: 'deliveries/:id', lazy: () => import('./pages/deliveries/one.tsx') },
  ),
  { path: 'settings', lazy: () => import('./pages/settings/index.tsx') },
  { path: 'settings/:section', lazy: () => import('./pages/settings/index.tsx') },
  { path: '*', Component: MissingState },
];

function behind(scope: Scope, ...children: RouteObject[]): RouteObject {
  return { element: <Behind scope={scope} />, children };
}

/** The first page that the person may read: a cashier's is the customers. */
function Start() {
  const [first] = placesOf(useMe());
  return first ? <Navigate to={first.path} replace /> : <MissingState />;
}

export function App({ base }: { base: string }) {
  return <RouterProvider router={routerAt(base)} />;
}

let router: ReturnType<typeof createBrowserRouter> | undefined;

function routerAt(base: string) {
  router ??= createBrowserRouter(
    [{ path: '/', Component: Shell, ErrorBoundary: Crashed, children: [{ ErrorBoundary: Crashed, children: pages }] }],
    { basename: base },
  );
  return router;
}
