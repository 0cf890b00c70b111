/**
 * Salt's filters on texts: regular expressions, encodings, hashes, times and names.
 */

import { createHash, createHmac, randomBytes, randomInt } from "node:crypto";
import { posix } from "node:path";
import { strftime } from "@salt/core";
import { filter, flag, soft } from "../filters/define.js";
import { parseDouble } from "../filters/number-filters.js";
import { needText } from "../filters/text-filters.js";
import { decodeBytes } from "../methods/bytes-methods.js";
import { capitalize } from "../methods/string-case.js";
import { encodeText } from "../methods/string-methods.js";
import { asDouble } from "../value/arithmetic.js";
import { PyDate } from "../value/date.js";
import { dictOf } from "../value/dict.js";
import { PyError, typeError, valueError } from "../value/errors.js";
import { iterate, truth } from "../value/iterate.js";
import { str } from "../value/repr.js";
import { classText, typeName } from "../value/type-name.js";
import { failUndefined, isNumeric, isText, textOf, tuple, Undefined, type Val } from "../value/types.js";
import { subject, withRegex } from "./python-regex.js";

function bytesOf(value: Val): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (isText(value)) return encodeText(textOf(value));
  throw typeError(`expected str, bytes, or bytearray not ${classText(value)}`);
}

function groups(pattern: Val, value: Val, ignoreCase: Val, multiline: Val, mode: "match" | "search"): Val {
  const found = withRegex(pattern, { ignoreCase, multiline }, (regex) =>
    mode === "match" ? regex.groupsAtStart(subject(value)) : regex.groups(subject(value)),
  );
  return found === undefined ? null : tuple(found.map((group) => group ?? null));
}

function regexReplace(value: Val, pattern: Val, replacement: Val, ignoreCase: Val, multiline: Val): string {
  return withRegex(pattern, { ignoreCase, multiline }, (regex) => {
    if (!isText(replacement))
      throw typeError(`decoding to str: need a bytes-like object, ${typeName(replacement)} found`);
    return regex.replace(subject(value), textOf(replacement)).text;
  });
}

function hash(kind: string): (value: Val) => string {
  return (value) => createHash(kind).update(bytesOf(value)).digest("hex");
}

function uuid5(name: Val): string {
  const space = Buffer.from("91633ebf1c865e33935a28061f4b480e", "hex");
  const digest = createHash("sha1").update(space).update(bytesOf(name)).digest().subarray(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return digest.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function humanToBytes(size: Val, unit: Val, metric: Val): Val {
  const match = /^([0-9.]*)\s*(.*)$/.exec(str(size).trim());
  if (match === null) throw new PyError("AttributeError", "'NoneType' object has no attribute 'group'");
  const value = parseDouble(match?.[1] ?? "");
  const suffix = (match?.[2] || soft(unit)).toLowerCase();
  if (value === undefined) return 0;
  const decimal = /^[kmgtpezy]b$/.test(suffix);
  if (!decimal && !/^(b|[kmgtpezy](ib)?)$/.test(suffix)) return 0;
  const power = "bkmgtpezy".indexOf(suffix[0] ?? "b");
  return Math.trunc(value * (decimal && flag(metric) ? 10 ** (power * 3) : 2 ** (power * 10)));
}

function subscriptable(value: Val): string {
  if (isText(value)) return textOf(value);
  if (value instanceof Undefined) failUndefined(value);
  throw typeError(`'${typeName(value)}' object is not subscriptable`);
}

function snakeCase(value: string): string {
  const isUpper = (char: string): boolean => char !== char.toLowerCase();
  const isLower = (char: string): boolean => char !== char.toUpperCase();
  let out = (value[0] ?? "").toLowerCase();
  for (let at = 1; at < value.length; at++) {
    const [before = "", char = "", after = ""] = [value[at - 1], value[at], value[at + 1]];
    if (isUpper(char) && (isLower(before) || isLower(after))) out += "_";
    out += char.toLowerCase();
  }
  return out;
}

function pathJoin(parts: readonly string[]): string {
  const [root = "", ...rest] = parts.map((part) =>
    posix.normalize(part === "" ? "." : part).replace(/(?<=.)\/$/, ""),
  );
  const joined = posix.join(root, ...rest.map((part) => part.replace(/^\/+/, "")));
  return joined.replace(/(?<=.)\/$/, "");
}

function shellQuote(value: string): string {
  if (value === "") return "''";
  return /[^\w@%+=:,./-]/.test(value) ? `'${value.replaceAll("'", `'"'"'`)}'` : value;
}

function dateOf(value: Val): Date {
  if (value instanceof Date) return value;
  if (value instanceof PyDate) return value.at;
  if (value === null) return new Date();
  if (isNumeric(value)) return new Date(asDouble(value) * 1000);
  const given = soft(value);
  if (/^\d+(\.\d+)?$/.test(given)) return new Date(Number(given) * 1000);
  const normal = given.includes("T") || given.includes(":") ? given.replace(" ", "T") : `${given}T00:00:00`;
  const parsed = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(normal) ? normal : `${normal}Z`);
  if (Number.isNaN(parsed.getTime())) throw valueError(`Unable to parse ${given}`);
  return parsed;
}

function macBytes(value: Val): Uint8Array {
  const mac = soft(value);
  const bare = mac.length === 17 ? mac.replaceAll(mac[2] ?? "", "") : mac;
  if (mac.length !== 12 && mac.length !== 17) throw valueError("Invalid MAC address");
  if (/[^0-9a-f]/i.test(bare))
    throw valueError(`invalid literal for int() with base 16: '${bare.slice(0, 2)}'`);
  return Uint8Array.from(Buffer.from(bare, "hex"));
}

/** Texts as bytes, all through a value; tuples become lists. */
function encoded(value: Val): Val {
  if (value instanceof Map) return dictOf([...value].map(([key, item]) => [encoded(key), encoded(item)]));
  if (Array.isArray(value)) return Array.from(value as readonly Val[], encoded);
  return isText(value) ? encodeText(textOf(value)) : value;
}

const ENCODED =
  "data, encoding=None, errors='strict', keep=False, preserve_dict_class=False, preserve_tuples=False";

/**
 * A filter that encodes the texts of a dict or of a list, as its name says. Those named after decoding do the same:
 * in Salt they are old names of these.
 */
function encoding(name: string, kind: string): ReturnType<typeof filter> {
  return filter(name, `encode_${kind}(${ENCODED})`, (_, value) => {
    if (value instanceof Undefined) failUndefined(value);
    if (kind === "list") return Array.from(iterate(value), encoded);
    if (value instanceof Map) return encoded(value);
    throw new PyError("AttributeError", `'${typeName(value)}' object has no attribute 'items'`);
  });
}

function hmacOf(value: Val, secret: Val): Buffer {
  return createHmac("sha256", bytesOf(secret)).update(bytesOf(value)).digest();
}

/** The filters. */
export const SALT_TEXT_FILTERS = [
  filter("regex_escape", "regex_escape(value)", (_, value) =>
    subject(value).replace(/[\s\\^$.*+?()[\]{}|#&~-]/g, (char) => (char === "\n" ? "\\\n" : `\\${char}`)),
  ),
  filter("regex_search", "regex_search(txt, rgx, ignorecase=False, multiline=False)", (_, value, rgx, i, m) =>
    groups(rgx, value, i, m, "search"),
  ),
  filter("regex_match", "regex_match(txt, rgx, ignorecase=False, multiline=False)", (_, value, rgx, i, m) =>
    groups(rgx, value, i, m, "match"),
  ),
  filter("regex_replace", "regex_replace(txt, rgx, val, ignorecase=False, multiline=False)", (_, ...args) =>
    regexReplace(args[0], args[1], args[2], args[3], args[4]),
  ),
  ...["md5", "sha1", "sha256", "sha512"].map((kind) =>
    filter(kind, `${kind}_digest(instr)`, (_, value) => hash(kind)(value)),
  ),
  filter(
    "hmac",
    "hmac_signature(string, shared_secret, challenge_hmac)",
    (_, value, secret, challenge) =>
      hmacOf(value, secret).toString("base64") === Buffer.from(bytesOf(challenge)).toString("utf8"),
  ),
  filter("hmac_compute", "hmac_compute(string, shared_secret)", (_, value, secret) =>
    hmacOf(value, secret).toString("hex"),
  ),
  filter("base64_encode", "base64_b64encode(instr)", (_, value) =>
    Buffer.from(bytesOf(value)).toString("base64"),
  ),
  filter("base64_decode", "base64_b64decode(instr)", (_, value) =>
    decodeBytes(Uint8Array.from(Buffer.from(soft(value), "base64"))),
  ),
  filter("uuid", "uuid_(val)", (_, value) => uuid5(value)),
  filter("quote", "quote(txt)", (_, value) => (truth(value) ? shellQuote(subject(value)) : "''")),
  filter(
    "human_to_bytes",
    "human_to_bytes(size, default_unit='B', handle_metric=False)",
    (_, size, unit, metric) => humanToBytes(size, unit, metric),
  ),
  filter("to_snake_case", "camel_to_snake_case(camel_input)", (_, value) => snakeCase(subscriptable(value))),
  filter("to_camelcase", "snake_to_camel_case(snake_input, uppercamel=False)", (_, value, upper) => {
    const [first = "", ...rest] = needText(value, "split").split("_");
    return (flag(upper) ? capitalize(first) : first) + rest.map(capitalize).join("");
  }),
  filter("contains_whitespace", "contains_whitespace(text)", (_, value) =>
    Array.from(iterate(value)).some((char) => /^[\s\x1c-\x1f\x85]+$/.test(needText(char, "isspace"))),
  ),
  filter(
    "is_hex",
    "is_hex(value)",
    (_, value) => isText(value) && /^\s*[+-]?(0x_?)?[0-9a-f]+(_[0-9a-f]+)*\s*$/i.test(textOf(value)),
  ),
  filter("to_bytes", "to_bytes(s, encoding=None, errors='strict')", (_, value) => bytesOf(value)),
  filter("mac_str_to_bytes", "mac_str_to_bytes(mac_str)", (_, value) => macBytes(value)),
  filter("gen_mac", "gen_mac(prefix='AC:DE:48')", (_, prefix) => {
    const part = (): string => randomInt(256).toString(16).toUpperCase().padStart(2, "0");
    return `${soft(prefix)}:${part()}:${part()}:${part()}`;
  }),
  ...["random_hash", "rand_str"].map((name) =>
    filter(name, "random_hash(size=9999999999, hash_type=None)", (_, size, kind) => {
      if (isText(size)) throw typeError('can only concatenate str (not "int") to str');
      const limit = Math.min(asDouble(size as number) + 1, 2 ** 47);
      return createHash(kind === null ? "md5" : soft(kind))
        .update(String(randomInt(limit)))
        .digest("hex");
    }),
  ),
  filter("random_str", "random(size=32)", (_, size) =>
    randomBytes(Math.min(Number(size), 1e6))
      .toString("base64")
      .slice(0, Number(size)),
  ),
  filter("strftime", "strftime(date=None, format='%Y-%m-%d')", (_, date, format) =>
    strftime(dateOf(date), soft(format)),
  ),
  filter("date_format", "strftime(date=None, format='%Y-%m-%d')", (_, date, format) =>
    strftime(dateOf(date), soft(format)),
  ),
  ...["dict", "list"].flatMap((kind) => [
    encoding(`json_encode_${kind}`, kind),
    encoding(`json_decode_${kind}`, kind),
  ]),
  ["path_join", (_context, args) => pathJoin(args.map((part) => decodeBytes(bytesOf(part))))] as ReturnType<
    typeof filter
  >,
];
