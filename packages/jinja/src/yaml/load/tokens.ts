/**
 * The tokens of YAML.
 */
import type { Mark } from "./fault.js";

/** How a scalar was written. */
export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";

interface Placed {
  readonly start: Mark;
  readonly end: Mark;
}

/** Tokens that are nothing but their kind. */
export type BareKind =
  | "stream-end"
  | "document-start"
  | "document-end"
  | "block-sequence-start"
  | "block-mapping-start"
  | "block-end"
  | "["
  | "]"
  | "{"
  | "}"
  | ","
  | "-"
  | "?"
  | ":";

/** A token, with where it begins and ends. */
export type Token = Placed &
  (
    | { readonly kind: BareKind }
    | { readonly kind: "version"; readonly major: number; readonly minor: number }
    | { readonly kind: "tag-directive"; readonly handle: string; readonly prefix: string }
    | { readonly kind: "alias" | "anchor"; readonly name: string }
    | { readonly kind: "tag"; readonly handle: string; readonly suffix: string }
    | { readonly kind: "scalar"; readonly value: string; readonly style: ScalarStyle }
  );
