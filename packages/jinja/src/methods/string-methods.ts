/**
 * All methods of texts.
 */
import { formatText } from "../format/str-format.js";
import { PyError } from "../value/errors.js";
import { NO_KWARGS, type Val } from "../value/types.js";
import { maybeText } from "./arguments.js";
import { type Method, method } from "./method.js";
import { CASE_METHODS } from "./string-case.js";
import { SEARCH_METHODS } from "./string-search.js";
import { SPLIT_METHODS } from "./string-split.js";

/** The bytes of a text in an encoding. Throws LookupError for unknown encodings. */
export function encodeText(self: string, encoding = "utf-8", errors = "strict"): Uint8Array {
  const name = encoding.toLowerCase().replaceAll("_", "-");
  if (name === "utf-8" || name === "utf8") return new TextEncoder().encode(self);
  if (name === "utf-16-le" || name === "utf-16le") return Uint8Array.from(Buffer.from(self, "utf16le"));
  const limit =
    name === "ascii" || name === "us-ascii" ? 0x7f : name.match(/^(latin-?1|iso-8859-1)$/) ? 0xff : 0;
  if (limit === 0) throw new PyError("LookupError", `unknown encoding: ${encoding}`);
  const codes = Array.from(self, (char) => char.codePointAt(0) ?? 0);
  const bad = codes.findIndex((code) => code > limit);
  if (bad >= 0 && errors === "strict") {
    const shown = codes[bad] ?? 0;
    const escaped = shown <= 0xff ? `\\x${shown.toString(16)}` : `\\u${shown.toString(16).padStart(4, "0")}`;
    const codec = limit === 0x7f ? "ascii" : "latin-1";
    throw new PyError(
      "UnicodeEncodeError",
      `'${codec}' codec can't encode character '${escaped}' in position ${bad}: ordinal not in range(${limit + 1})`,
    );
  }
  const kept = errors === "ignore" ? codes.filter((code) => code <= limit) : codes;
  return Uint8Array.from(kept.map((code) => (code > limit ? 0x3f : code)));
}

function formatMap(self: string, mapping: Val): Val {
  return formatText(self, [], mapping instanceof Map ? new Map(textEntries(mapping)) : NO_KWARGS, false);
}

function* textEntries(mapping: ReadonlyMap<Val, Val>): Generator<[string, Val]> {
  for (const [key, value] of mapping) if (typeof key === "string") yield [key, value];
}

/** The methods of `str`. */
export const STRING_METHODS: ReadonlyMap<string, Method<string>> = new Map([
  ...CASE_METHODS,
  ...SEARCH_METHODS,
  ...SPLIT_METHODS,
  method<string>("encode(encoding='utf-8', errors='strict')", (self, encoding, errors) =>
    encodeText(self, maybeText(encoding), maybeText(errors)),
  ),
  ["format", (self, args, kwargs) => formatText(self, args, kwargs, false)],
  method<string>("format_map(mapping)", formatMap),
]);
