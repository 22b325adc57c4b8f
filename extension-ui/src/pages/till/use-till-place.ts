import { useSearchParams } from 'react-router';

/** Who is at the till and which hold is open are in the address, so that a page that is loaded again goes on with them. */
export function useTillPlace() {
  const [params, setParams] = useSearchParams();
  const go = (change: Readonly<Record<string, string | null>>) =>
    setParams(
      (before) => {
        for (const [name, value] of Object.entries(change)) {
          if (value === null) before.delete(name);
          else before.set(name, value);
        }
        return before;
      },
      { replace: true, preventScrollReset: true },
    );
  return {
    customer: params.get('customer'),
    hold: params.get('hold'),
    choose: (customer: string | null) => go({ customer, hold: null }),
    open: (hold: string | null) => go({ hold }),
  };
}
