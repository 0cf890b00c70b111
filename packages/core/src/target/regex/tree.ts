/**
 * Parsed regular expressions.
 */

/** A test for one character, given as its code point. */
export type CharTest = (code: number) => boolean;

/** A test for a place in a text. */
export type PlaceTest = (text: readonly number[], at: number) => boolean;

/** A part of a regular expression. Groups leave no trace: only whether there is a match counts. */
export type RegexNode =
  | { readonly kind: "char"; readonly test: CharTest }
  | { readonly kind: "place"; readonly test: PlaceTest }
  | { readonly kind: "all"; readonly parts: readonly RegexNode[] }
  | { readonly kind: "any"; readonly branches: readonly RegexNode[] }
  | { readonly kind: "repeat"; readonly node: RegexNode; readonly min: number; readonly max: number }
  | {
      readonly kind: "look";
      readonly node: RegexNode;
      readonly behind: number | undefined;
      readonly negated: boolean;
    };

/** How many characters a part takes at least and at most. */
export function widthOf(node: RegexNode): readonly [min: number, max: number] {
  switch (node.kind) {
    case "char":
      return [1, 1];
    case "place":
    case "look":
      return [0, 0];
    case "all":
      return node.parts.map(widthOf).reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
    case "any": {
      const widths = node.branches.map(widthOf);
      return [Math.min(...widths.map(([min]) => min)), Math.max(...widths.map(([, max]) => max))];
    }
    case "repeat": {
      const [min, max] = widthOf(node.node);
      return [min * node.min, max === 0 ? 0 : max * node.max];
    }
  }
}
