/** How often a line is printed. */
const EVERY_MS = 2_000;

/** Customers made so far, at what rate, and how long the rest will take. */
export class DemoProgress {
  readonly #total: number;
  readonly #log: (line: string) => void;
  readonly #startedAt = performance.now();
  #saidAt = performance.now();
  #done = 0;

  constructor(total: number, log: (line: string) => void) {
    this.#total = total;
    this.#log = log;
    log(`Making the demo shop with ${total} customers …`);
  }

  customer(): void {
    this.customers(this.#done + 1);
  }

  /** So many have been made in all. */
  customers(done: number): void {
    this.#done = done;
    const now = performance.now();
    if (now - this.#saidAt < EVERY_MS) return;
    this.#saidAt = now;
    const perSecond = this.#done / ((now - this.#startedAt) / 1000);
    const secondsLeft = Math.ceil((this.#total - this.#done) / perSecond);
    this.#log(
      `Demo shop: ${this.#done} of ${this.#total} customers, ${Math.round(perSecond)} a second, ${secondsLeft} s left`,
    );
  }

  end(): void {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    this.#log(`Demo shop: ${this.#done} customers in ${seconds.toFixed(1)} s`);
  }
}
