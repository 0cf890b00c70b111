/**
 * Binding arguments to the parameters of built-in functions, with Python's error texts.
 */
import { typeError } from "./errors.js";
import type { Kwargs, Val } from "./types.js";

/** The parameters of a function, written as in Python: `"s, width=79, *rest"`. */
export interface Signature {
  readonly name: string;
  readonly names: readonly string[];
  readonly defaults: readonly Val[];
  readonly required: number;
  readonly rest: boolean;
  readonly keywords: boolean;
}

const WORDS: ReadonlyMap<string, Val> = new Map<string, Val>([
  ["None", null],
  ["True", true],
  ["False", false],
]);

function defaultOf(text: string): Val {
  if (WORDS.has(text)) return WORDS.get(text);
  return text.startsWith("'") ? text.slice(1, -1) : Number(text);
}

/** Reads a signature such as `"do_indent(s, width=4, first=False)"`. */
export function signature(text: string): Signature {
  const open = text.indexOf("(");
  const parts = text
    .slice(open + 1, -1)
    .split(/,\s*(?=[a-z_*])/i)
    .filter((part) => part !== "");
  const plain = parts.filter((part) => !part.startsWith("*"));
  const names = plain.map((part) => part.split("=")[0] ?? part);
  const optional = plain.filter((part) => part.includes("="));
  return {
    name: text.slice(0, open),
    names,
    defaults: optional.map((part) => defaultOf(part.slice(part.indexOf("=") + 1))),
    required: plain.length - optional.length,
    rest: parts.some((part) => /^\*\w/.test(part)),
    keywords: parts.some((part) => part.startsWith("**")),
  };
}

/** The arguments in the order of the parameters. Throws TypeError as Python does. */
export function bind(shape: Signature, args: readonly Val[], kwargs: Kwargs): Val[] {
  const { names, required, defaults } = shape;
  if (args.length > names.length && !shape.rest) throw tooMany(shape, args.length);
  const bound: Val[] = names.map((_, index) => args[index]);
  const given = names.map((_, index) => index < args.length);
  for (const [name, value] of kwargs) {
    const index = names.indexOf(name);
    if (index < 0) {
      if (shape.keywords) continue;
      throw typeError(`${shape.name}() got an unexpected keyword argument '${name}'`);
    }
    if (given[index]) throw typeError(`${shape.name}() got multiple values for argument '${name}'`);
    bound[index] = value;
    given[index] = true;
  }
  const missing = names.filter((_, index) => index < required && !given[index]);
  if (missing.length > 0) throw missingArguments(shape.name, missing);
  return bound.map((value, index) => (given[index] ? value : defaults[index - required]));
}

function tooMany({ name, names, required }: Signature, given: number): Error {
  const takes = required === names.length ? `${required}` : `from ${required} to ${names.length}`;
  const plural = names.length === 1 && required === names.length ? "" : "s";
  const were = given === 1 ? "was" : "were";
  return typeError(`${name}() takes ${takes} positional argument${plural} but ${given} ${were} given`);
}

function missingArguments(name: string, missing: readonly string[]): Error {
  const quoted = missing.map((each) => `'${each}'`);
  const last = quoted.at(-1) ?? "";
  const list =
    quoted.length === 1
      ? last
      : quoted.length === 2
        ? quoted.join(" and ")
        : `${quoted.slice(0, -1).join(", ")}, and ${last}`;
  const plural = missing.length === 1 ? "argument" : "arguments";
  return typeError(`${name}() missing ${missing.length} required positional ${plural}: ${list}`);
}
