/**
 * Reading and writing files in an encoding, or byte by byte.
 */
import { SaltInvocationError } from "@salt/core";
import { PythonError } from "../../values/python-error.js";

/** How the bytes of a file become characters and back. */
export interface Encoding {
  /** One character per byte: patterns see bytes, as Python's patterns of bytes do. */
  readonly isBytes: boolean;
  readonly decode: (bytes: Uint8Array) => string;
  readonly encode: (text: string) => Uint8Array;
  /** A text of a user in the form in which this encoding sees it. */
  readonly fromText: (text: string) => string;
}

/** One character per byte. */
export const bytesEncoding: Encoding = {
  isBytes: true,
  decode: (bytes) => Buffer.from(bytes).toString("latin1"),
  encode: (text) => Buffer.from(text, "latin1"),
  fromText: (text) => Buffer.from(text, "utf8").toString("latin1"),
};

const NODE_NAMES: Readonly<Record<string, BufferEncoding>> = {
  utf8: "utf8",
  ascii: "ascii",
  usascii: "ascii",
  latin1: "latin1",
  iso88591: "latin1",
  utf16le: "utf16le",
};

/** The highest character that each encoding of one byte has. */
const HIGHEST: Readonly<Partial<Record<BufferEncoding, number>>> = { ascii: 0x7f, latin1: 0xff };

/** What Python writes for a character that an encoding lacks, by the name of the way; `strict` refuses it. */
const STAND_INS: ReadonlyMap<string, (character: string, code: number) => string> = new Map([
  ["ignore", () => ""],
  ["replace", () => "?"],
  ["xmlcharrefreplace", (_character: string, code: number) => `&#${code};`],
  ["backslashreplace", (_character: string, code: number) => escaped(code)],
]);

/**
 * An encoding by name, with what to do about characters that it lacks. Throws SaltInvocationError for one that cannot
 * be written here; its `encode` throws PythonError (UnicodeEncodeError) where the way is `strict`.
 */
export function namedEncoding(name: string, errors: string | null = "strict"): Encoding {
  const found = NODE_NAMES[name.toLowerCase().replace(/[-_]/g, "")];
  if (found === undefined) {
    throw new SaltInvocationError(`unknown encoding: ${name}`, {
      hint: "Use utf-8, ascii, latin-1 or utf-16-le.",
    });
  }
  return {
    isBytes: false,
    decode: (bytes) => Buffer.from(bytes).toString(found),
    encode: (text) =>
      Buffer.from(fitting(text, { name, highest: HIGHEST[found] }, errors ?? "strict"), found),
    fromText: (text) => text,
  };
}

function fitting(
  text: string,
  { name, highest }: { readonly name: string; readonly highest: number | undefined },
  errors: string,
): string {
  if (highest === undefined) return text;
  let position = 0;
  let out = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code <= highest) out += character;
    else if (errors === "strict") {
      const what = `'${name}' codec can't encode character '${escaped(code)}' in position ${position}`;
      throw new PythonError("UnicodeEncodeError", `${what}: ordinal not in range(${highest + 1})`);
    } else {
      const standIn = STAND_INS.get(errors);
      if (standIn === undefined)
        throw new PythonError("LookupError", `unknown error handler name '${errors}'`);
      out += standIn(character, code);
    }
    position += 1;
  }
  return out;
}

function escaped(code: number): string {
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code <= 0xffff
    ? `\\u${code.toString(16).padStart(4, "0")}`
    : `\\U${code.toString(16).padStart(8, "0")}`;
}
