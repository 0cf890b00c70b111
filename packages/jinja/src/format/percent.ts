/**
 * Python's `%` formatting of texts.
 */
import { Float } from "@salt/core";
import { dictGet } from "../value/dict.js";
import { PyError, typeError, valueError } from "../value/errors.js";
import { escapeMarkup } from "../value/markup.js";
import { repr, str } from "../value/repr.js";
import { codePoints } from "../value/text.js";
import { typeName } from "../value/type-name.js";
import { ABSENT, isInt, isNumeric, isText, Tuple, textOf, type Val } from "../value/types.js";
import { formatDouble } from "./float-format.js";

const DIRECTIVE = /%(?:\(((?:[^()]|\([^()]*\))*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?([hlL]?)([\s\S]|$)/gu;
/** The widest field that is filled. */
const MAX_WIDTH = 10_000_000;

interface Directive {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly type: string;
}

/** `text % value`; with `safe`, what goes in is escaped for HTML. */
export function percentFormat(text: string, value: Val, safe: boolean): string {
  const args = new Arguments(value);
  const out = text.replace(DIRECTIVE, (whole, key: string | undefined, ...rest) => {
    const [flags, width, precision, , type] = rest as [string, string?, string?, string?, string?];
    if (type === "%" && key === undefined) return "%";
    const at = Number(rest[5]);
    if (type === "" || type === undefined) throw valueError("incomplete format");
    if (key !== undefined) args.choose(key);
    const size = width === "*" ? Number(args.next()) : Number(width ?? 0);
    const digits = precision === "*" ? Number(args.next()) : precision;
    const dot = /\.(\*|\d+)?[hlL]?[\s\S]?$/.test(whole) && whole.includes(".", 1);
    const directive = {
      flags: size < 0 ? `${flags}-` : flags,
      width: Math.min(Math.abs(size), MAX_WIDTH),
      precision: digits === undefined ? (dot && type !== "." ? 0 : undefined) : Number(digits),
      type,
    };
    if (!"diouxXeEfFgGcrsa".includes(type)) {
      const index = codePoints(text.slice(0, at)).length + codePoints(whole).length - 1;
      throw valueError(
        `unsupported format character '${type}' (0x${(type.codePointAt(0) ?? 0).toString(16)}) at index ${index}`,
      );
    }
    return convert(directive, args.next(), safe);
  });
  args.finish();
  return out;
}

/** The right side of `%`: a tuple gives its items one by one, a dict gives them by name. */
class Arguments {
  readonly #value: Val;
  readonly #items: readonly Val[];
  #used = 0;
  #chosen: Val = ABSENT;

  constructor(value: Val) {
    this.#value = value;
    this.#items = value instanceof Tuple ? value : [value];
  }

  choose(key: string): void {
    if (!(this.#value instanceof Map)) throw typeError("format requires a mapping");
    const found = dictGet(this.#value, key);
    if (found === ABSENT) throw new PyError("KeyError", repr(key));
    this.#chosen = found;
  }

  next(): Val {
    if (this.#chosen !== ABSENT) {
      const chosen = this.#chosen;
      this.#chosen = ABSENT;
      this.#used = this.#items.length;
      return chosen;
    }
    if (this.#used >= this.#items.length) throw typeError("not enough arguments for format string");
    return this.#items[this.#used++];
  }

  finish(): void {
    const takesAny =
      this.#value instanceof Map || (Array.isArray(this.#value) && !(this.#value instanceof Tuple));
    if (this.#used < this.#items.length && !takesAny) {
      throw typeError("not all arguments converted during string formatting");
    }
  }
}

function convert(directive: Directive, value: Val, safe: boolean): string {
  const { type } = directive;
  if (type === "s" || type === "r" || type === "a") {
    const plain = type === "s" ? (safe ? escapeMarkup(value) : str(value)) : repr(value);
    const text = safe && type !== "s" ? escapeMarkup(plain) : plain;
    const cut =
      directive.precision === undefined ? text : codePoints(text).slice(0, directive.precision).join("");
    return pad(cut, directive, false);
  }
  if (type === "c") return pad(character(value), directive, false);
  const digits = "eEfFgG".includes(type) ? floatDigits(directive, value) : intDigits(directive, value);
  return pad(withSign(digits, directive.flags), directive, true);
}

function character(value: Val): string {
  if (isInt(value)) return String.fromCodePoint(Number(value));
  if (isText(value) && codePoints(textOf(value)).length === 1) return textOf(value);
  throw typeError("%c requires int or char");
}

function intDigits({ type, precision, flags }: Directive, value: Val): string {
  const needsInt = "oxX".includes(type);
  if (!isNumeric(value) || (needsInt && !isInt(value) && typeof value !== "boolean")) {
    const wanted = needsInt ? "an integer" : "a real number";
    throw typeError(`%${type} format: ${wanted} is required, not ${typeName(value)}`);
  }
  const whole = BigInt(value instanceof Float ? Math.trunc(value.value) : Math.trunc(Number(value)));
  const number = typeof value === "bigint" ? value : whole;
  const base = type === "o" ? 8 : type === "x" || type === "X" ? 16 : 10;
  const digits = (number < 0n ? -number : number).toString(base).padStart(precision ?? 0, "0");
  const prefix = flags.includes("#") ? (base === 8 ? "0o" : base === 16 ? "0x" : "") : "";
  const text = prefix + digits;
  return (number < 0n ? "-" : "") + (type === "X" ? text.toUpperCase() : text);
}

function floatDigits({ type, precision, flags }: Directive, value: Val): string {
  if (!isNumeric(value)) throw typeError(`must be real number, not ${typeName(value)}`);
  const number = value instanceof Float ? value.value : Number(value);
  return formatDouble(number, type, precision ?? 6, flags.includes("#"));
}

function withSign(text: string, flags: string): string {
  if (text.startsWith("-")) return text;
  return (flags.includes("+") ? "+" : flags.includes(" ") ? " " : "") + text;
}

function pad(text: string, { flags, width }: Directive, numeric: boolean): string {
  const missing = width - codePoints(text).length;
  if (missing <= 0) return text;
  if (flags.includes("-")) return text + " ".repeat(missing);
  if (!numeric || !flags.includes("0")) return " ".repeat(missing) + text;
  const sign = /^[-+ ]?(0[xXo])?/.exec(text)?.[0] ?? "";
  return sign + "0".repeat(missing) + text.slice(sign.length);
}
