/**
 * The methods of bytes: those of texts on ASCII, and decoding.
 */
import { PyError, typeError } from "../value/errors.js";
import { typeName } from "../value/type-name.js";
import { isText, Tuple, tuple, type Val } from "../value/types.js";
import { maybeText, text } from "./arguments.js";
import { type Method, method } from "./method.js";
import { STRING_METHODS } from "./string-methods.js";

/** The text of bytes in an encoding. Throws UnicodeDecodeError for bytes that are none. */
export function decodeBytes(self: Uint8Array, encoding = "utf-8", errors = "strict"): string {
  const name = encoding.toLowerCase().replaceAll("_", "-");
  const buffer = Buffer.from(self);
  if (/^(latin-?1|iso-8859-1)$/.test(name)) return buffer.toString("latin1");
  const ascii = name === "ascii" || name === "us-ascii";
  if (!ascii && name !== "utf-8" && name !== "utf8")
    throw new PyError("LookupError", `unknown encoding: ${encoding}`);
  const bad = ascii ? self.findIndex((byte) => byte > 0x7f) : firstInvalid(self);
  if (bad < 0 || errors !== "strict") {
    const decoded = buffer.toString("utf8");
    return errors === "ignore" ? decoded.replaceAll("\ufffd", "") : decoded;
  }
  const byte = (self[bad] ?? 0).toString(16).padStart(2, "0");
  const reason = ascii ? "ordinal not in range(128)" : invalidReason(self, bad);
  const codec = ascii ? "ascii" : "utf-8";
  throw new PyError(
    "UnicodeDecodeError",
    `'${codec}' codec can't decode byte 0x${byte} in position ${bad}: ${reason}`,
  );
}

function firstInvalid(bytes: Uint8Array): number {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return -1;
  } catch {
    for (let end = 1; end <= bytes.length; end++) {
      const text = Buffer.from(bytes.slice(0, end)).toString("utf8");
      if (text.endsWith("\ufffd") && isInvalidAt(bytes, end - 1)) return end - 1;
    }
    return bytes.length - 1;
  }
}

function isInvalidAt(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at] ?? 0;
  if (byte >= 0x80 && byte < 0xc2) return true;
  if (byte > 0xf4) return true;
  const size = byte < 0xc2 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
  return !bytes.slice(at + 1, at + size).every((next) => (next & 0xc0) === 0x80) || at + size > bytes.length;
}

function invalidReason(bytes: Uint8Array, at: number): string {
  const byte = bytes[at] ?? 0;
  if ((byte >= 0x80 && byte < 0xc2) || byte > 0xf4) return "invalid start byte";
  return at === bytes.length - 1 ? "unexpected end of data" : "invalid continuation byte";
}

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
const toBytes = (value: string): Uint8Array => Uint8Array.from(Buffer.from(value, "latin1"));

function fromText(value: Val): Val {
  if (typeof value === "string") return toBytes(value);
  if (value instanceof Tuple) return tuple(value.map(fromText));
  return Array.isArray(value) ? value.map(fromText) : value;
}

function toText(value: Val): Val {
  if (value instanceof Uint8Array) return latin(value);
  if (isText(value)) throw typeError(`a bytes-like object is required, not '${typeName(value)}'`);
  if (value instanceof Tuple) return tuple(value.map(toText));
  return Array.isArray(value) ? value.map(toText) : value;
}

const NOT_OF_BYTES = new Set([
  "casefold",
  "encode",
  "format",
  "format_map",
  "isdecimal",
  "isidentifier",
  "isnumeric",
  "isprintable",
]);

/** Only ASCII letters have cases in bytes; those of Latin-1 would not even stay in it. */
function fromCaseMethod(run: Method<string>): Method<Uint8Array> {
  return (self, args, kwargs) => {
    const changed = latin(self).replace(/[\x80-\xff]+|[\x00-\x7f]+/g, (part) =>
      (part[0] ?? "") < "\x80" ? String(run(part, args, kwargs)) : part,
    );
    return toBytes(changed);
  };
}

function fromStringMethod(name: string): Method<Uint8Array> | undefined {
  const run = NOT_OF_BYTES.has(name) ? undefined : STRING_METHODS.get(name);
  if (run !== undefined && (name === "upper" || name === "lower" || name === "swapcase")) {
    return fromCaseMethod(run);
  }
  return run && ((self, args, kwargs) => fromText(run(latin(self), args.map(toText), kwargs)));
}

const OWN_METHODS: ReadonlyMap<string, Method<Uint8Array>> = new Map([
  method<Uint8Array>("decode(encoding='utf-8', errors='strict')", (self, encoding, errors) =>
    decodeBytes(self, maybeText(encoding), maybeText(errors)),
  ),
  method<Uint8Array>("hex()", (self) => Buffer.from(self).toString("hex")),
  method<Uint8Array>("fromhex(string)", (_self, value) =>
    Uint8Array.from(Buffer.from(text(value).replaceAll(" ", ""), "hex")),
  ),
]);

/** A method of `bytes`, or undefined. */
export function bytesMethod(name: string): Method<Uint8Array> | undefined {
  return OWN_METHODS.get(name) ?? fromStringMethod(name);
}
