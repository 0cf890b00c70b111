/**
 * What goes wrong in a function of a JavaScript file, with the file and the line.
 */
import { pathToFileURL } from "node:url";
import type { Plain } from "@salt/core";
import { errorText, Float, ForeignError, SaltError } from "@salt/core";

/** Returns may have as many characters and bytes, the limit that functions of Python files have too. */
const MAX_RETURN_BYTES = 64 * 1024 * 1024;
const MAX_DEPTH = 500;

/** The error of a function `full` of the file at `path`: one that Salt knows as it is, any other with its place. */
export function faultIn(path: string, full: string, error: unknown): Error {
  if (error instanceof SaltError) return error;
  const name = error instanceof Error ? error.name : "Error";
  const line = lineIn(path, error);
  const place = `File "${path}"${line === undefined ? "" : `, line ${line}`}, in ${full}`;
  const text = errorText(error);
  return new ForeignError(
    name,
    `${text} (${place})`,
    `Traceback (most recent call last):\n  ${place}\n${name}: ${text}\n`,
  );
}

/** The first line of a file that the stack of an error names. */
export function lineIn(path: string, error: unknown): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const names = [path, pathToFileURL(path).href];
  const own = stack.split("\n").find((line) => names.some((name) => line.includes(name))) ?? "";
  return /:(\d+)(:\d+)?\)?$/.exec(own)?.[1];
}

/** Gives a return back when it can be sent. Throws ForeignError for one that is too large, too deep or of no known type. */
export function sendable(path: string, full: string, value: Plain): Plain {
  const fault = new Weighing().faultOf(value, "", 0);
  if (fault === undefined) return value;
  const text = `the return of ${full} cannot be sent: ${fault} (${path})`;
  throw new ForeignError("ReturnError", text, `ReturnError: ${text}`);
}

/** Adds up the texts and bytes of a value. */
class Weighing {
  #bytes = 0;

  faultOf(value: unknown, place: string, depth: number): string | undefined {
    const at = place === "" ? "at the top" : `at ${place}`;
    if (depth > MAX_DEPTH) return `it is nested deeper than ${MAX_DEPTH} levels or contains itself`;
    if (typeof value === "function" || typeof value === "symbol")
      return `a ${typeof value} cannot be sent ${at}`;
    if (typeof value === "string") this.#bytes += value.length;
    if (value instanceof Uint8Array) this.#bytes += value.byteLength;
    if (this.#bytes > MAX_RETURN_BYTES) return `it takes more than 64 MiB ${at}`;
    for (const [key, item] of partsOf(value)) {
      const fault = this.faultOf(item, `${place}[${key}]`, depth + 1);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
}

function partsOf(value: unknown): Iterable<readonly [key: string, item: unknown]> {
  if (typeof value !== "object" || value === null) return [];
  if (value instanceof Uint8Array || value instanceof Float || value instanceof Date) return [];
  if (Array.isArray(value)) return value.map((item: unknown, at) => [String(at), item] as const);
  const entries: readonly (readonly [unknown, unknown])[] =
    value instanceof Map ? [...value] : Object.entries(value);
  return entries.map(([key, item]) => [JSON.stringify(String(key)), item] as const);
}
