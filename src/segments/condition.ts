import type { z } from 'zod';
import type { Customer } from '../model.ts';
import type { SegmentContext } from './context.ts';
import type { CustomerSketch } from './example.ts';
import type { Filter } from './filter.ts';
import type { Form, Text } from './form.ts';
import type { Wording } from './wording.ts';

/**
 * A condition, whole, in one file of `conditions/`: `conditions/index.ts` lists it, and the API, the form, the documents
 * and the tests take everything from here. Its two meanings, `compile` and `evaluate`, are written independently and
 * compared on random customers.
 */
export interface Condition<Kind extends string = string, Args extends object = object> {
  /** On the wire; snake_case, and never renamed. */
  readonly kind: Kind;
  /** The rows of the specification that it carries out. */
  readonly specRows: readonly string[];
  readonly args: z.ZodType<Args>;
  readonly form: Form;
  /** Two sentences in each language: what it finds, and what may surprise. */
  readonly docs: Text;
  /** Arguments with customers that match and that do not: documentation and test vectors in one. */
  readonly examples: readonly Example<NoInfer<Args>>[];
  /** A filter over the customer document; never a stage, and never the AND or OR of neighbours. */
  compile(args: Args, context: SegmentContext): Filter;
  evaluate(args: Args, customer: Customer, context: SegmentContext): boolean;
  /** What follows "Khách hàng …" and "Customers who …". */
  sentence(args: Args, wording: Wording): string;
  /** Can midnight alone change the verdict (A08)? When in doubt true: it costs a look, never a member. */
  timeDependent(args: Args): boolean;
  /** Does it read `facts`, which are cut for a customer with very many orders? */
  readsFacts(args: Args): boolean;
}

export interface Example<Args> {
  readonly args: Args;
  readonly matches: readonly CustomerSketch[];
  readonly misses: readonly CustomerSketch[];
}

type Timeless = 'timeDependent' | 'readsFacts';
type Written<Kind extends string, Args extends object> = Omit<Condition<Kind, Args>, Timeless> &
  Partial<Pick<Condition<Kind, Args>, Timeless>>;

/** Without `timeDependent` and `readsFacts`: neither, which is so for a plain field of the customer. */
export function defineCondition<const Kind extends string, Args extends object>(
  written: Written<Kind, Args>,
): Condition<Kind, Args> {
  return { timeDependent: () => false, readsFacts: () => false, ...written };
}
