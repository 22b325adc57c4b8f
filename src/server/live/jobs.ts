import type { ChangeStreamDocument } from 'mongodb';
import type { Store } from '../store/index.ts';
import type { Change, Happened } from './changes.ts';

/** That a job was locked and its lock renewed, several times a minute, is no news. */
const NEWS = ['lastRunAt', 'lastFinishedAt', 'failedAt', 'nextRunAt', 'disabled', 'progress', 'asked'];

/** Names of jobs: the job runner changes single fields, and which job it was is not among them. There are a handful. */
export class LiveJobs {
  readonly #store: Store;
  readonly #names = new Map<string, string>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Those that are there already: one that is removed cannot be looked up any more. */
  async load(): Promise<void> {
    for await (const { _id, name } of this.#store.system.jobs.find({}, { projection: { name: 1 } }))
      this.#names.set(String(_id), name);
  }

  /** Jobs are the server's, so all shops are told. */
  async happenedBy(change: ChangeStreamDocument): Promise<Happened | null> {
    const { documentKey, touched } = change as unknown as Change;
    if (touched && !touched.some((field) => NEWS.includes(field))) return null;
    const name = await this.#nameOf(documentKey);
    return name === null ? null : { name: 'job', shop: null, data: { name } };
  }

  async #nameOf({ _id }: Change['documentKey']): Promise<string | null> {
    const known = this.#names.get(String(_id));
    if (known !== undefined || typeof _id === 'string') return known ?? null;
    const found = await this.#store.system.jobs.findOne({ _id }, { projection: { name: 1 } });
    if (found) this.#names.set(String(_id), found.name);
    return found?.name ?? null;
  }
}
