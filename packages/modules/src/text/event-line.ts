/**
 * Events as lines of text.
 */
import type { BusEvent, Value } from "@salt/core";
import { isDict, isList, toJson } from "@salt/core";

const PRETTY_INDENT = 4;

/** The tag, a tab, and the data as JSON, over several lines when it is to be pretty. */
export function eventLine(event: BusEvent, pretty: boolean): string {
  const options = pretty
    ? { indent: PRETTY_INDENT, sortKeys: true, ensureAscii: false }
    : { ensureAscii: false };
  return `${event.tag}\t${toJson(printable(event.data), options)}`;
}

/** Bytes become text, for JSON has none. */
function printable(value: Value): Value {
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (isDict(value)) return new Map([...value].map(([key, item]) => [key, printable(item)]));
  return isList(value) ? value.map(printable) : value;
}
