/**
 * Reading and writing files in an encoding, or byte by byte.
 */
import { SaltInvocationError } from "@salt/core";

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

/** An encoding by name. Throws SaltInvocationError for one that cannot be written here. */
export function namedEncoding(name: string): Encoding {
  const found = NODE_NAMES[name.toLowerCase().replace(/[-_]/g, "")];
  if (found === undefined) {
    throw new SaltInvocationError(`encoding '${name}' is not supported`, {
      hint: "Use utf-8, ascii, latin-1 or utf-16-le.",
    });
  }
  return {
    isBytes: false,
    decode: (bytes) => Buffer.from(bytes).toString(found),
    encode: (text) => Buffer.from(text, found),
    fromText: (text) => text,
  };
}
