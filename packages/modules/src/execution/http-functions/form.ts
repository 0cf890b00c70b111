/**
 * Forms as web servers read them.
 */
import { randomUUID } from "node:crypto";
import type { Value } from "@salt/core";
import { CommandExecutionError, isDict, isList, pythonStr } from "@salt/core";

/** Pairs behind an address or in a form, as Python's `urlencode` writes them. Throws CommandExecutionError. */
export function urlEncoded(before: readonly (readonly [string, string])[], values: Value): string {
  const pairs: (readonly [string, string])[] = [...before];
  const given: readonly Value[] | undefined = isDict(values)
    ? [...values]
    : isList(values)
      ? values
      : undefined;
  if (given === undefined) throw new CommandExecutionError("pairs of names and values are needed here");
  for (const pair of given) {
    if (!isList(pair) || pair.length !== 2)
      throw new CommandExecutionError("pairs of names and values are needed here");
    pairs.push([pythonStr(pair[0] ?? null), pythonStr(pair[1] ?? null)]);
  }
  const form = new URLSearchParams();
  for (const [name, value] of pairs) form.append(name, value);
  return form.toString().replaceAll("*", "%2A").replaceAll("%7E", "~");
}

/** A form with one file in it. */
export function formWithFile(
  field: string,
  file: string,
  content: string,
): { readonly type: string; readonly body: Uint8Array } {
  const border = randomUUID().replaceAll("-", "");
  const quoted = (text: string): string => text.replace(/["\r\n]/g, (char) => encodeURIComponent(char));
  const name = file === "" ? "" : `; filename="${quoted(file)}"`;
  const head = `--${border}\r\nContent-Disposition: form-data; name="${quoted(field)}"${name}\r\n\r\n`;
  const body = Buffer.from(`${head}${content}\r\n--${border}--\r\n`);
  return { type: `multipart/form-data; boundary=${border}`, body };
}
