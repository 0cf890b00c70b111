/**
 * What a command printed, as text.
 */
import { CommandExecutionError } from "@salt/core";

/** Names that Python has for encodings, where they differ from those of the Encoding standard. */
const LATIN_1: ReadonlySet<string> = new Set([
  "latin-1",
  "latin1",
  "iso-8859-1",
  "iso8859-1",
  "8859",
  "cp819",
  "l1",
]);

/** The text of bytes; what does not fit the encoding becomes replacement characters. Throws CommandExecutionError. */
export function decode(bytes: Uint8Array, encoding: string | null): string {
  const name = (encoding ?? "utf-8").toLowerCase().replaceAll("_", "-");
  if (LATIN_1.has(name)) return Buffer.from(bytes).toString("latin1");
  try {
    return new TextDecoder(name, { ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new CommandExecutionError(`output_encoding: the encoding ${encoding} is not known`, {
      cause: error,
    });
  }
}

/** The text without white space at its end, as Python's `rstrip()` cuts it. */
export function withoutTrailingSpace(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text[end - 1] ?? "")) end--;
  return text.slice(0, end);
}

function isSpace(char: string): boolean {
  return /[\s\x1c-\x1f\x85]/.test(char) && char !== "\ufeff";
}
