import type { z } from 'zod';
import type { Customer } from '../model.ts';
import type { SegmentDefinition } from './ast.ts';
import type { SegmentContext } from './context.ts';
import type { CustomerSketch } from './example.ts';
import type { Filter } from './filter.ts';
import type { Form, Text } from './form.ts';
import { type Period, type ResolvedDays, resolvePeriod } from './period.ts';
import type { Reading } from './reading.ts';
import type { TurnedOn } from './turned.ts';
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
  /** A filter over the customer document; never a stage, and never the AND or OR of neighbours. `whole` compiles a definition inside of it. */
  compile(args: Args, context: SegmentContext, whole: Whole<Filter>): Filter;
  evaluate(args: Args, customer: Customer, context: SegmentContext, whole: Whole<boolean>): boolean;
  /** What follows "Khách hàng …" and "Customers who …". */
  sentence(args: Args, wording: Wording): string;
  /** What it finds of this customer, and the least that would turn the verdict (moonshot 1). Only words and figures: the verdict is `evaluate`'s. */
  read?(args: Args, customer: Customer, wording: Wording, whole: Whole<boolean>): Reading;
  /** What the text form calls it, if not by its kind: "spent". Lower case letters, digits and `_`; never changed, because people keep texts. */
  readonly word?: string;
  /** Can midnight alone change the verdict (A08)? When in doubt true: it costs a look, never a member. */
  timeDependent(args: Args): boolean;
  /** Whom the time between two moments can turn. Null: anyone, and all customers are looked at. */
  turnedOn(args: NoInfer<Args>, before: SegmentContext, after: SegmentContext): TurnedOn;
  /** Does it read `facts`, which are cut for a customer with very many orders? */
  readsFacts(args: Args): boolean;
  /** The days that symbolic arguments stand for at the context's `asOf`, for people to see (C38). */
  periods(args: Args, context: SegmentContext): readonly ResolvedDays[];
  /** Customers of whom it cannot tell, because they have no value: previews count them beside it (D7). */
  readonly missing?: Missing;
  /** The same where it hangs on the arguments: which attribute, which channel. */
  missingOf?(args: Args): Missing;
}

/** The same question asked of another definition at the same instant: for a condition that names a segment. */
export type Whole<Answer> = (definition: SegmentDefinition) => Answer;

export interface Missing {
  /** What follows "Khách hàng …" and "Customers who …". */
  readonly label: Text;
  readonly filter: Filter;
  /** They are counted also where they do not pass, because people forget them: nobody has a birthday without stating it. */
  readonly isToldWhenOut?: boolean;
}

export interface Example<Args> {
  readonly args: Args;
  readonly matches: readonly CustomerSketch[];
  readonly misses: readonly CustomerSketch[];
}

type Usual = 'timeDependent' | 'turnedOn' | 'readsFacts' | 'periods';
type Written<Kind extends string, Args extends object> = Omit<Condition<Kind, Args>, Usual> &
  Partial<Pick<Condition<Kind, Args>, Usual>>;

/**
 * Without `timeDependent` and `readsFacts`: neither, which is so for a plain field of the customer. Without `turnedOn`: anyone, if time can
 * turn somebody. Without `periods`: those of the argument `period`, if it has one.
 */
export function defineCondition<const Kind extends string, Args extends object>(
  written: Written<Kind, Args>,
): Condition<Kind, Args> {
  const timeDependent = written.timeDependent ?? (() => false);
  const turnedOn = (args: Args) => (timeDependent(args) ? null : []);
  return { turnedOn, readsFacts: () => false, periods: ownPeriod, ...written, timeDependent };
}

function ownPeriod(args: { readonly period?: Period }, context: SegmentContext): ResolvedDays[] {
  return args.period === undefined ? [] : [{ field: 'period', days: resolvePeriod(args.period, context) }];
}
