import type { HostKind } from './boot.ts';
import type { Locale, ResourceKind, Theme } from './protocol.ts';

/** How things look and read: the host's choice, passed on. */
export interface Context {
  readonly locale: Locale;
  readonly theme: Theme;
}

/** What a bar over the page offers while something is edited and not saved. */
export interface SaveBar {
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  readonly isSaving?: boolean;
}

/** A short message that goes by itself. `undo` is offered while it stands. */
export interface Toast {
  readonly message: string;
  readonly isError?: boolean;
  readonly undo?: () => void;
}

/**
 * The store's admin, as the pages know it. One of these a host (shopify.ts, framed.ts, standalone.ts) and one for
 * tests (fake.ts); `test/extension-ui/bridge-contract.ts` says what each must do.
 */
export interface HostBridge {
  readonly host: HostKind | 'fake';
  /** Resolves when the host has answered, or after a while when it does not: the admin then works without it. */
  ready(): Promise<void>;
  context(): Context;
  /** Locale or theme changed. Returns the function that ends listening, as all of these do. */
  onContext(listener: (context: Context) => void): () => void;
  /** The host wants another page of ours: its menu, or its back and forward. */
  onNavigate(listener: (path: string) => void): () => void;
  /**
   * A bearer for the next request. `refused`: the one that the server has just answered with 401; another is fetched. Calls at the same
   * moment share one fetch. Throws {@link SignedOut} when there is none to be had.
   */
  token(refused?: string): Promise<string>;
  /** Tells the host where we are, so that its address keeps the place over a reload. */
  navigated(path: string, options: { readonly replace: boolean }): void;
  canOpen(kind: ResourceKind): boolean;
  openHostResource(kind: ResourceKind, hostId: string): void;
  toast(toast: Toast): void;
  /** Null takes the bar away. While it stands, leaving the page asks first. */
  saveBar(bar: SaveBar | null): void;
  modal(isOpen: boolean): void;
  loading(isOn: boolean): void;
  title(text: string): void;
}

/** Nobody is signed in: the page says how to get in again. */
export class SignedOut extends Error {
  override readonly name = 'SignedOut';
}

/** What a bridge draws inside our own page, where the host has nothing of its own for it. */
export interface Drawing {
  toast(toast: Toast): void;
  saveBar(bar: SaveBar | null): void;
  loading(isOn: boolean): void;
}
