import { Navigate } from 'react-router';
import { useIsAtTill } from './frame.tsx';
import { Component as Overview } from './index.tsx';

/** Where loyalty begins: at its figures, and for a cashier at the till. */
export function Component() {
  return useIsAtTill() ? <Navigate to="/loyalty/till" replace /> : <Overview />;
}
