import type { Binary } from 'mongodb';
import type { CustomerKey, Instant, ShopId } from '../../model.ts';
import type { ColumnId } from '../segments/export-columns.ts';

/** Something done to a whole segment, as its members were at one moment (A03, A04). Kept for a month. */
export interface BulkActionDocument {
  /** `<shop>/<segment id>.<action id>`: a change of it tells of which segment it is. */
  _id: string;
  shop: ShopId;
  segment: string;
  /** Of the segment whose members they are: it may have another name by now. */
  name: string;
  /** Whose members were frozen. */
  label: string;
  asked: ActionAsked;
  at: Instant;
  by: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'undoing' | 'undone';
  /** The members are written down in `action_members`, and nothing that happens later changes who they are. */
  frozen?: true;
  /** Customers. */
  progress: { done: number; total: number };
  /** Customers of whom it changed something: who had the tag before is not among them. */
  changed: number;
  /** Held while it runs: which process, and until when others leave it alone. */
  lease?: { owner: string; until: Instant };
  endedAt?: Instant;
  /** Why it failed. */
  reason?: string;
  /** Counts tries of an export, so that one that was given up cannot end another. */
  attempt?: number;
  files?: ExportFile[];
  /** When links to the files stop working. */
  linksUntil?: Instant;
  /** When the files were taken away before that. */
  deletedAt?: Instant;
  mail?: { state: 'pending' | 'sent' | 'failed' | 'not_configured'; at?: Instant };
  expiresAt: Date;
}

export type ActionAsked =
  | { readonly type: 'add_tag' | 'remove_tag'; readonly tag: string }
  | { readonly type: 'copy'; readonly into: string }
  | ExportAsked;

export interface ExportAsked {
  readonly type: 'export';
  readonly format: 'xlsx' | 'csv';
  readonly columns: readonly ColumnId[];
  readonly language: 'vi' | 'en';
  readonly email?: string;
}

export interface ExportFile {
  readonly name: string;
  readonly format: 'xlsx' | 'csv';
  /** Customers; the row of names is not counted. */
  readonly rows: number;
  readonly bytes: number;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
}

/** A hundred of the customers of an action, in order of their key. */
export interface ActionMembersDocument {
  /** `<action>/<number, six digits>`. */
  _id: string;
  shop: ShopId;
  action: string;
  customers: CustomerKey[];
  /** Written in the transaction that changed these customers. */
  done?: true;
  /** Of whom this action changed something: whom an undo is about. */
  touched?: CustomerKey[];
  undone?: true;
  expiresAt: Date;
}

/** A piece of a file. */
export interface ExportChunkDocument {
  /** `<action>/<attempt>.<file>/<number, six digits>`. */
  _id: string;
  shop: ShopId;
  action: string;
  data: Binary;
  expiresAt: Date;
}
