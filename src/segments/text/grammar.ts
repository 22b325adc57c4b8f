import { type CstNode, CstParser, type ParserMethod } from 'chevrotain';
import { expectedWords } from './expected.ts';
import {
  All,
  And,
  Any,
  Between,
  Colon,
  Comma,
  Day,
  Exclude,
  Figure,
  From,
  Identifier,
  In,
  Include,
  LCurly,
  LParen,
  LSquare,
  Name,
  Not,
  Operator,
  Or,
  Plain,
  Quoted,
  RCurly,
  RParen,
  RSquare,
  TOKENS,
  To,
} from './tokens.ts';

type Rule = ParserMethod<[], CstNode>;

/**
 * The grammar knows no kind of condition: a condition is a word with parts in any order, and what they mean follows from the
 * fields of its form (`read.ts`). It goes on after an error, so that several are told at once.
 */
class Grammar extends CstParser {
  readonly definition: Rule = this.RULE('definition', () => {
    this.OPTION(() => this.SUBRULE(this.either));
    this.MANY(() => this.SUBRULE(this.section));
  });

  readonly section: Rule = this.RULE('section', () => {
    this.OR([{ ALT: () => this.CONSUME(Include) }, { ALT: () => this.CONSUME(Exclude) }]);
    this.SUBRULE(this.either);
  });

  readonly either: Rule = this.RULE('either', () => {
    this.AT_LEAST_ONE_SEP({ SEP: Or, DEF: () => this.SUBRULE(this.both) });
  });

  readonly both: Rule = this.RULE('both', () => {
    this.AT_LEAST_ONE_SEP({ SEP: And, DEF: () => this.SUBRULE(this.operand) });
  });

  readonly operand: Rule = this.RULE('operand', () => {
    this.MANY(() => this.CONSUME(Not));
    this.OR([
      { ALT: () => this.SUBRULE(this.brackets) },
      { ALT: () => this.SUBRULE(this.group) },
      { ALT: () => this.SUBRULE(this.condition) },
    ]);
  });

  readonly brackets: Rule = this.RULE('brackets', () => {
    this.CONSUME(LParen);
    this.SUBRULE(this.either);
    this.CONSUME(RParen);
  });

  readonly group: Rule = this.RULE('group', () => {
    this.OR([{ ALT: () => this.CONSUME(All) }, { ALT: () => this.CONSUME(Any) }]);
    this.CONSUME(LParen);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.either) });
    this.CONSUME(RParen);
  });

  readonly condition: Rule = this.RULE('condition', () => {
    this.CONSUME(Identifier);
    this.MANY(() => this.SUBRULE(this.part));
  });

  readonly part: Rule = this.RULE('part', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.comparison) },
      { ALT: () => this.SUBRULE(this.within) },
      { ALT: () => this.SUBRULE(this.range) },
      { ALT: () => this.SUBRULE(this.dated) },
      { ALT: () => this.CONSUME(Plain) },
      { ALT: () => this.SUBRULE(this.entries) },
      { ALT: () => this.SUBRULE(this.choices) },
      { ALT: () => this.CONSUME(Quoted) },
      { ALT: () => this.SUBRULE(this.object) },
    ]);
  });

  readonly comparison: Rule = this.RULE('comparison', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(Operator);
          this.SUBRULE(this.scalar);
        },
      },
      {
        ALT: () => {
          this.CONSUME(Between);
          this.SUBRULE2(this.scalar);
          this.CONSUME(And);
          this.SUBRULE3(this.scalar);
        },
      },
    ]);
  });

  readonly within: Rule = this.RULE('within', () => {
    this.CONSUME(In);
    this.OR([
      { ALT: () => this.SUBRULE(this.choices) },
      { ALT: () => this.SUBRULE(this.range) },
      { ALT: () => this.SUBRULE(this.dated) },
      { ALT: () => this.SUBRULE(this.named) },
    ]);
  });

  readonly range: Rule = this.RULE('range', () => {
    this.CONSUME(From);
    this.SUBRULE(this.scalar);
    this.CONSUME(To);
    this.SUBRULE2(this.scalar);
  });

  readonly dated: Rule = this.RULE('dated', () => {
    this.CONSUME(Plain);
    this.CONSUME(Day);
  });

  readonly named: Rule = this.RULE('named', () => {
    this.CONSUME(Plain);
    this.OPTION(() => this.SUBRULE(this.entries));
  });

  readonly choices: Rule = this.RULE('choices', () => {
    this.CONSUME(LParen);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.scalar) });
    this.CONSUME(RParen);
  });

  readonly entries: Rule = this.RULE('entries', () => {
    this.CONSUME(LParen);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.entry) });
    this.CONSUME(RParen);
  });

  readonly entry: Rule = this.RULE('entry', () => {
    this.CONSUME(Name);
    this.OR([
      {
        ALT: () => {
          this.CONSUME(Colon);
          this.SUBRULE(this.value);
        },
      },
      { ALT: () => this.SUBRULE(this.comparison) },
    ]);
  });

  readonly object: Rule = this.RULE('object', () => {
    this.CONSUME(LCurly);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.member) });
    this.CONSUME(RCurly);
  });

  readonly member: Rule = this.RULE('member', () => {
    this.OR([{ ALT: () => this.CONSUME(Name) }, { ALT: () => this.CONSUME(Quoted) }]);
    this.OR2([
      {
        ALT: () => {
          this.CONSUME(Colon);
          this.SUBRULE(this.value);
        },
      },
      { ALT: () => this.SUBRULE(this.comparison) },
    ]);
  });

  readonly list: Rule = this.RULE('list', () => {
    this.CONSUME(LSquare);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.value) });
    this.CONSUME(RSquare);
  });

  readonly value: Rule = this.RULE('value', () => {
    this.OR([
      { ALT: () => this.CONSUME(Quoted) },
      { ALT: () => this.CONSUME(Figure) },
      { ALT: () => this.CONSUME(Day) },
      { ALT: () => this.SUBRULE(this.range) },
      { ALT: () => this.SUBRULE(this.dated) },
      { ALT: () => this.SUBRULE(this.named) },
      { ALT: () => this.SUBRULE(this.list) },
      { ALT: () => this.SUBRULE(this.choices) },
      { ALT: () => this.SUBRULE(this.object) },
    ]);
  });

  readonly scalar: Rule = this.RULE('scalar', () => {
    this.OR([
      { ALT: () => this.CONSUME(Quoted) },
      { ALT: () => this.CONSUME(Figure) },
      { ALT: () => this.CONSUME(Day) },
      { ALT: () => this.CONSUME(Plain) },
    ]);
  });

  constructor(recoveryEnabled: boolean) {
    super(TOKENS, { recoveryEnabled, errorMessageProvider: expectedWords, nodeLocationTracking: 'onlyOffset' });
    this.performSelfAnalysis();
  }
}

/** One for all texts: it keeps nothing between two of them, and parsing is synchronous. */
export const grammar = new Grammar(true);
/** Ends at the first error: for a text so long that finding all of them would take seconds. */
export const hastyGrammar = new Grammar(false);
