/**
 * `str.format` under the sandbox's rules.
 */
import { dictGet } from "../value/dict.js";
import { PyError, undefinedError, valueError } from "../value/errors.js";
import { itemOf } from "../value/item.js";
import { escapeMarkup } from "../value/markup.js";
import { repr, str } from "../value/repr.js";
import { ownerText } from "../value/type-name.js";
import { ABSENT, failUndefined, type Kwargs, Markup, Undefined, type Val } from "../value/types.js";
import { formatValue } from "./format-spec.js";
import { safeAttribute } from "./safe-attribute.js";

interface Fields {
  readonly args: readonly Val[];
  readonly kwargs: Kwargs;
  readonly safe: boolean;
  automatic: number;
  manual: boolean;
}

/** `text.format(*args, **kwargs)`; with `safe`, what goes in is escaped. */
export function formatText(text: string, args: readonly Val[], kwargs: Kwargs, safe: boolean): string {
  return expand(text, { args, kwargs, safe, automatic: 0, manual: false }, 2);
}

function expand(text: string, fields: Fields, depth: number): string {
  if (depth < 0) throw valueError("Max string recursion exceeded");
  let out = "";
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? "";
    if (char !== "{" && char !== "}") {
      const next = /[{}]/.exec(text.slice(at));
      const end = next === null ? text.length : at + next.index;
      out += text.slice(at, end);
      at = end;
    } else if (text[at + 1] === char) {
      out += char;
      at += 2;
    } else if (char === "}") {
      throw valueError("Single '}' encountered in format string");
    } else {
      const end = closing(text, at + 1);
      out += field(text.slice(at + 1, end), fields, depth);
      at = end + 1;
    }
  }
  return out;
}

function closing(text: string, start: number): number {
  let open = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "{") open += 1;
    else if (text[at] === "}") {
      open -= 1;
      if (open === 0) return at;
    }
  }
  throw valueError(
    start >= text.length ? "Single '{' encountered in format string" : "expected '}' before end of string",
  );
}

function field(body: string, fields: Fields, depth: number): string {
  const match = /^((?:\[[^\]]*\]|[^!:[])*)(?:!(\w))?(?::([\s\S]*))?$/.exec(body);
  if (match === null) throw valueError("expected ':' after conversion specifier");
  const [, name = "", conversion, spec = ""] = match;
  const value = lookup(name, fields);
  const text = expand(spec, fields, depth - 1);
  const converted = convert(value, conversion);
  if (converted instanceof Undefined && text === "") failUndefined(converted);
  if (fields.safe)
    return converted instanceof Markup ? converted.text : escapeMarkup(formatValue(converted, text));
  return formatValue(converted, text);
}

function convert(value: Val, conversion: string | undefined): Val {
  switch (conversion) {
    case undefined:
      return value;
    case "r":
    case "a":
      return repr(value);
    case "s":
      return str(value);
    default:
      throw valueError(`Unknown conversion specifier '${conversion}'`);
  }
}

function lookup(name: string, fields: Fields): Val {
  const head = /^[^.[]*/.exec(name)?.[0] ?? "";
  let value = first(head, fields, head === name);
  for (const step of name.slice(head.length).matchAll(/\.([^.[]+)|\[([^\]]+)\]/g)) {
    value = step[1] === undefined ? item(value, step[2] ?? "") : safeAttribute(value, step[1]);
  }
  return value;
}

/** What a field begins with; Python looks at the way of numbering only where nothing follows. */
function first(head: string, fields: Fields, isWhole: boolean): Val {
  if (head === "") {
    if (fields.manual) {
      throw valueError("cannot switch from manual field specification to automatic field numbering");
    }
    return positional(fields.automatic++, fields);
  }
  if (/^\d+$/.test(head)) {
    if (isWhole && fields.automatic > 0) {
      throw valueError("cannot switch from manual field specification to automatic field numbering");
    }
    if (isWhole) fields.manual = true;
    return positional(Number(head), fields);
  }
  if (!fields.kwargs.has(head)) throw new PyError("KeyError", repr(head));
  return fields.kwargs.get(head);
}

function positional(index: number, fields: Fields): Val {
  if (index >= fields.args.length) throw new PyError("IndexError", "tuple index out of range");
  return fields.args[index];
}

function item(value: Val, key: string): Val {
  const wanted = /^\d+$/.test(key) ? Number(key) : key;
  const found = value instanceof Map ? dictGet(value, wanted) : itemOf(value, wanted);
  if (found !== ABSENT) return found;
  throw undefinedError(
    typeof wanted === "number"
      ? `${ownerText(value)} has no element ${wanted}`
      : `'${ownerText(value)}' has no attribute ${repr(wanted)}`,
  );
}
