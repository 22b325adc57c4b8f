/** A stretch of text that is drawn in one way. */
export interface Piece {
  readonly from: number;
  readonly text: string;
  readonly isWrong: boolean;
}

/**
 * A text cut where a problem begins or ends, and at the caret, in front of which its mark stands. A problem without length, "something is
 * missing here", is shown on the character before it.
 */
export function piecesOf(
  text: string,
  problems: readonly { readonly from: number; readonly to: number }[],
  caret: number,
): Piece[] {
  const spans = problems.map(({ from, to }) => {
    const start = Math.max(0, Math.min(to > from ? from : from - 1, text.length - 1));
    return { from: start, to: Math.min(text.length, Math.max(to, start + 1)) };
  });
  const cuts = [0, caret, text.length, ...spans.flatMap(({ from, to }) => [from, to])]
    .filter((cut) => cut >= 0 && cut <= text.length)
    .toSorted((a, b) => a - b);
  const places = [...new Set(cuts)];
  return places.slice(0, -1).map((from, index) => {
    const to = places[index + 1] ?? text.length;
    return { from, text: text.slice(from, to), isWrong: spans.some((span) => span.from < to && span.to > from) };
  });
}
