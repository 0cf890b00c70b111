/**
 * Backslash escapes of Python's regular expressions.
 */
import { boundaryTest, categoryTest, not, places } from "./chars.js";
import type { PatternSource } from "./source.js";
import type { CharTest, PlaceTest } from "./tree.js";

/** What an escape stands for: one character, a kind of characters, or a place. */
export type Escape =
  | { readonly kind: "literal"; readonly code: number }
  | { readonly kind: "category"; readonly test: CharTest }
  | { readonly kind: "place"; readonly test: PlaceTest };

const CONTROL: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Reads what follows a backslash. Throws TargetError for what Python refuses and for back-references. */
export function readEscape(source: PatternSource, inClass: boolean, ascii: boolean): Escape {
  const char = source.take();
  const place = inClass ? undefined : readPlace(char, ascii);
  if (place !== undefined) return { kind: "place", test: place };
  const category = readCategory(char, ascii);
  if (category !== undefined) return { kind: "category", test: category };
  const control = CONTROL[char];
  if (control !== undefined) return { kind: "literal", code: control };
  const width = HEX_DIGITS[char];
  if (width !== undefined) return { kind: "literal", code: readHex(source, width) };
  if (/[0-9]/.test(char)) return { kind: "literal", code: readOctal(source, char, inClass) };
  if (/[A-Za-z]/.test(char)) throw source.fault(`'\\${char}' is no escape`);
  return { kind: "literal", code: char.codePointAt(0) ?? 0 };
}

function readPlace(char: string, ascii: boolean): PlaceTest | undefined {
  if (char === "A") return places.textStart;
  if (char === "Z") return places.textEnd;
  const boundary = boundaryTest(ascii);
  if (char === "b") return boundary;
  // Python's \B matches nowhere in an empty text.
  return char === "B" ? (text, at) => text.length > 0 && !boundary(text, at) : undefined;
}

function readCategory(char: string, ascii: boolean): CharTest | undefined {
  const lower = char.toLowerCase();
  if (lower !== "d" && lower !== "s" && lower !== "w") return undefined;
  const test = categoryTest(lower, ascii);
  return char === lower ? test : not(test);
}

function readHex(source: PatternSource, width: number): number {
  const digits = source.takeWhile(/[0-9a-fA-F]/, width);
  const code = Number.parseInt(digits, 16);
  if (digits.length !== width || code > 0x10ffff) throw source.fault("an escape has too few or wrong digits");
  return code;
}

function readOctal(source: PatternSource, first: string, inClass: boolean): number {
  const digits = first + source.takeWhile(/[0-7]/, 2);
  const isOctal = /^[0-7]+$/.test(digits) && (first === "0" || digits.length === 3 || inClass);
  if (!isOctal) throw source.fault("back-references are not supported");
  const code = Number.parseInt(digits, 8);
  if (code > 0o377) throw source.fault("an octal escape is larger than 0o377");
  return code;
}
