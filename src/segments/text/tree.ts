import type { CstElement, CstNode, IToken } from 'chevrotain';
import { type Comparing, type Entry, OPS, type Part, type Phrase, type Span, type Term } from './phrase.ts';
import { problem, type TextProblem } from './problem.ts';

/** The text as a tree with places, before conditions are read. */
export type Tree = Span &
  (
    | { readonly type: 'all' | 'any'; readonly items: readonly Tree[]; readonly isBracketed: boolean }
    | { readonly type: 'not'; readonly of: Tree }
    | { readonly type: 'condition'; readonly phrase: Phrase }
  );

export interface Section extends Span {
  readonly of: 'include' | 'exclude';
  readonly tree: Tree;
}

/**
 * From the parser's tree. After an error that one has holes: what is not whole is left out here, and the conditions that are
 * whole are still told of.
 */
export class TreeReader {
  readonly problems: TextProblem[] = [];
  readonly phrases: Phrase[] = [];

  sections(cst: CstNode): Section[] {
    const bare = this.#either(node(cst, 'either'));
    const first: Section[] = bare ? [{ of: 'include', tree: bare, from: bare.from, to: bare.to }] : [];
    const others = nodes(cst, 'section').flatMap((section): Section[] => {
      const tree = this.#either(node(section, 'either'));
      const of = token(section, 'Include') ? 'include' : 'exclude';
      return tree ? [{ of, tree, from: tree.from, to: tree.to }] : [];
    });
    return [...first, ...others];
  }

  #either(cst: CstNode | undefined): Tree | undefined {
    return this.#joined(nodes(cst, 'both'), 'any', (both) =>
      this.#joined(nodes(both, 'operand'), 'all', (operand) => this.#operand(operand)),
    );
  }

  #joined(parts: readonly CstNode[], type: 'all' | 'any', read: (part: CstNode) => Tree | undefined): Tree | undefined {
    const items = whole(parts.map(read));
    const [first] = items ?? [];
    if (!items || !first) return undefined;
    if (items.length === 1) return first;
    return { type, items, isBracketed: false, from: first.from, to: items.at(-1)?.to ?? first.to };
  }

  #operand(cst: CstNode): Tree | undefined {
    let tree = this.#bare(cst);
    for (const not of tokens(cst, 'Not').reverse())
      tree = tree && { type: 'not', of: tree, from: not.startOffset, to: tree.to };
    return tree;
  }

  #bare(cst: CstNode): Tree | undefined {
    const [brackets, group, condition] = [node(cst, 'brackets'), node(cst, 'group'), node(cst, 'condition')];
    if (brackets) {
      const tree = this.#either(node(brackets, 'either'));
      return tree && 'isBracketed' in tree ? { ...tree, isBracketed: true } : tree;
    }
    if (group) {
      const items = whole(nodes(group, 'either').map((item) => this.#either(item)));
      const type = token(group, 'All') ? 'all' : 'any';
      return items && items.length > 0 ? { type, items, isBracketed: true, ...spanOf(group) } : undefined;
    }
    const phrase = condition && this.#phrase(condition);
    if (!phrase) return undefined;
    this.phrases.push(phrase);
    return { type: 'condition', phrase, from: phrase.from, to: phrase.to };
  }

  #phrase(cst: CstNode): Phrase | undefined {
    const word = token(cst, 'Identifier');
    const parts = whole(nodes(cst, 'part').map((part) => this.#part(part)));
    if (!word || !parts || cst.recoveredNode) return undefined;
    return { word: word.image, parts, ...spanOf(cst) };
  }

  #part(cst: CstNode): Part | undefined {
    const name = Object.keys(cst.children).find((key) => key !== 'In');
    const [child] = (name && cst.children[name]) || [];
    if (!child) return undefined;
    if (!('children' in child)) {
      if (name === 'Quoted') return this.#choices([this.#leaf(child)], child);
      const term = this.#leaf(child);
      return term && { type: 'keyword', term };
    }
    if (child.recoveredNode) return undefined;
    switch (name) {
      case 'comparison':
        return opt(this.#comparison(child), (term) => ({ type: 'comparison', term }));
      case 'choices':
        return this.#choices(
          nodes(child, 'scalar').map((item) => this.#term(item)),
          child,
        );
      case 'within':
        if (node(child, 'choices')) return this.#part(child);
        return opt(this.#term(child), (term) => ({ type: 'window', term }));
      case 'entries':
        return opt(this.#entries(nodes(child, 'entry')), (entries) => ({
          type: 'entries',
          entries,
          span: spanOf(child),
        }));
      case 'object':
        return opt(this.#value(child, name), (term) => ({ type: 'exact', term }));
      default:
        return opt(this.#value(child, name ?? ''), (term) => ({ type: 'window', term }));
    }
  }

  #choices(items: readonly (Term | undefined)[], at: CstNode | IToken): Part | undefined {
    return opt(whole(items), (all) => ({ type: 'choices', items: all, span: spanOf(at) }));
  }

  #comparison(cst: CstNode): Comparing | undefined {
    const values = whole(nodes(cst, 'scalar').map((value) => this.#term(value)));
    const sign = token(cst, 'Operator');
    const op = sign ? OPS.get(sign.image) : token(cst, 'Between') && 'between';
    if (!values || op === undefined || cst.recoveredNode) return undefined;
    return { type: 'comparison', op, values, ...spanOf(cst) };
  }

  #entries(members: readonly CstNode[]): Entry[] | undefined {
    return whole(
      members.map((member): Entry | undefined => {
        const name = token(member, 'Name') ?? token(member, 'Quoted');
        const comparison = node(member, 'comparison');
        const term = comparison ? this.#comparison(comparison) : this.#term(node(member, 'value'));
        const text = name && (name.tokenType.name === 'Quoted' ? this.#text(name) : name.image);
        return name && term && text !== undefined ? { name: text, nameAt: spanOf(name), term } : undefined;
      }),
    );
  }

  /** Of a rule with one alternative taken. */
  #term(cst: CstNode | undefined): Term | undefined {
    if (!cst || cst.recoveredNode) return undefined;
    const name = Object.keys(cst.children).find((key) => key !== 'In');
    const [child] = (name && cst.children[name]) || [];
    if (!child) return undefined;
    return 'children' in child ? this.#value(child, name ?? '') : this.#leaf(child);
  }

  #value(cst: CstNode, rule: string): Term | undefined {
    if (cst.recoveredNode) return undefined;
    const span = spanOf(cst);
    switch (rule) {
      case 'range':
        return opt(whole(nodes(cst, 'scalar').map((value) => this.#term(value))), (values) => ({
          type: 'range',
          values,
          ...span,
        }));
      case 'dated': {
        const [name, day] = [token(cst, 'Plain'), token(cst, 'Day')];
        return name && day && { type: 'dated', name: name.image, day: day.image, ...span };
      }
      case 'named': {
        const name = token(cst, 'Plain');
        const entries = node(cst, 'entries');
        if (!entries) return name && { type: 'name', name: name.image, ...span };
        return opt(
          this.#entries(nodes(entries, 'entry')),
          (read) => name && { type: 'name', name: name.image, entries: read, ...span },
        );
      }
      case 'choices':
      case 'list':
        return opt(
          whole([...nodes(cst, 'scalar'), ...nodes(cst, 'value')].map((item) => this.#term(item))),
          (items) => ({ type: 'list', items, ...span }),
        );
      case 'object':
        return opt(this.#entries(nodes(cst, 'member')), (entries) => ({ type: 'object', entries, ...span }));
    }
    return undefined;
  }

  #leaf(at: IToken): Term | undefined {
    const span = spanOf(at);
    if (at.isInsertedInRecovery) return undefined;
    switch (at.tokenType.name) {
      case 'Quoted':
        return opt(this.#text(at), (text) => ({ type: 'text', text, ...span }));
      case 'Figure':
        return { type: 'figure', value: Number(at.image.replaceAll('_', '')), image: at.image, ...span };
      case 'Day':
        return { type: 'day', day: at.image, ...span };
      default:
        return { type: 'name', name: at.image, ...span };
    }
  }

  #text(at: IToken): string | undefined {
    if (at.image.startsWith('“')) return at.image.slice(1, -1);
    try {
      return JSON.parse(at.image) as string;
    } catch {
      this.problems.push(
        problem(
          spanOf(at),
          'Trong dấu "…" hãy viết \\" cho dấu nháy, \\\\ cho dấu gạch chéo, và không dùng ký tự điều khiển.',
          'Inside "…" write \\" for a quote and \\\\ for a backslash, and no control characters.',
        ),
      );
      return undefined;
    }
  }
}

export function spanOf(at: CstNode | IToken): Span {
  if ('children' in at)
    return {
      from: at.location?.startOffset ?? 0,
      to: (at.location?.endOffset ?? (at.location?.startOffset ?? 0) - 1) + 1,
    };
  return { from: at.startOffset, to: at.startOffset + at.image.length };
}

function elements(cst: CstNode | undefined, name: string): readonly CstElement[] {
  return cst?.children[name] ?? [];
}

function nodes(cst: CstNode | undefined, name: string): CstNode[] {
  return elements(cst, name).filter((child) => 'children' in child);
}

function node(cst: CstNode | undefined, name: string): CstNode | undefined {
  return nodes(cst, name)[0];
}

function tokens(cst: CstNode | undefined, name: string): IToken[] {
  return elements(cst, name).filter((child) => !('children' in child) && !child.isInsertedInRecovery) as IToken[];
}

function token(cst: CstNode | undefined, name: string): IToken | undefined {
  return tokens(cst, name)[0];
}

function whole<T>(items: readonly (T | undefined)[]): T[] | undefined {
  const there = items.filter((item) => item !== undefined);
  return there.length === items.length ? there : undefined;
}

function opt<T, R>(value: T | undefined, make: (value: T) => R | undefined): R | undefined {
  return value === undefined ? undefined : make(value);
}
