import { type InfiniteData, type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** A list that comes in pages: all rows so far, and how to ask for more. `ask` gets the cursor of the page (undefined: the first). */
export function usePages<Item, Page extends PageOf<Item>>(
  queryKey: QueryKey,
  ask: (cursor: string | undefined, signal: AbortSignal) => Promise<Page & PageOf<Item>>,
  options: { readonly staleTime?: number } = {},
) {
  const query = useInfiniteQuery<
    Page & PageOf<Item>,
    Error,
    InfiniteData<Page & PageOf<Item>>,
    QueryKey,
    string | undefined
  >({
    queryKey,
    queryFn: ({ pageParam, signal }) => ask(pageParam, signal),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
    ...options,
  });
  const { data, error, hasNextPage, isFetchingNextPage, isPlaceholderData, isFetching, fetchNextPage, refetch } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  return {
    rows,
    first: data?.pages[0],
    error,
    /** The rows are those of the question before this one. */
    isOld: isPlaceholderData,
    isFetching,
    hasMore: hasNextPage,
    isLoadingMore: isFetchingNextPage,
    more: () => void fetchNextPage(),
    retry: () => void refetch(),
  };
}
