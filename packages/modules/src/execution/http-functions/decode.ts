/**
 * Reading what web servers answer.
 */
import { gunzipSync, inflateRawSync } from "node:zlib";
import type { MutableDict, Value } from "@salt/core";
import { CommandExecutionError, errorText, isList, parseJson } from "@salt/core";
import type { XmlElement } from "../xml-functions/xml-text.js";
import { parseXml } from "../xml-functions/xml-text.js";

/** Bytes that an answer may have when it is unpacked. */
const MAX_UNPACKED = 512 * 1024 * 1024;

/** The kinds of data that can be read, as Salt lists them in its error. */
export const INVALID_KIND =
  "Invalid decode_type specified. Valid decode types are: ('json', 'xml', 'yaml', 'plain')";

/** The text of an answer, by the character set that it names for texts, or UTF-8. Throws CommandExecutionError. */
export function bodyText(body: Uint8Array, headers: ReadonlyMap<string, string>): string {
  const type = headers.get("Content-Type") ?? "";
  const named = /^text\//i.test(type) ? /charset="?([\w-]+)/i.exec(type)?.[1] : undefined;
  // Python's name of it is not one of the web's.
  const charset = named?.replace(/^latin[-_]1$/i, "latin1");
  try {
    return new TextDecoder(charset ?? "utf-8", { fatal: true, ignoreBOM: true }).decode(
      unpacked(body, headers),
    );
  } catch (error) {
    throw new CommandExecutionError(`the answer is no text in ${charset ?? "utf-8"}: ${errorText(error)}`);
  }
}

function unpacked(body: Uint8Array, headers: ReadonlyMap<string, string>): Uint8Array {
  const coding = headers.get("Content-Encoding") ?? "identity";
  if (body.length === 0) return body;
  if (coding === "gzip") return gunzipSync(body, { maxOutputLength: MAX_UNPACKED });
  if (coding === "deflate") return inflateRawSync(body, { maxOutputLength: MAX_UNPACKED });
  return body;
}

/** `json`, `xml`, `yaml` or `plain`, by what the server says. */
export function kindOf(type: string): string {
  return ["xml", "json", "yaml"].find((kind) => type.includes(kind)) ?? "plain";
}

/** The data of a text; undefined for a kind that is not read. Throws CommandExecutionError and MalformedError. */
export async function dataOf(text: string, kind: string): Promise<Value | undefined> {
  if (kind === "json") return parseJson(text);
  if (kind === "xml") return parseXml(text).children.map(xmlData);
  if (kind !== "yaml") return undefined;
  const { loadSlsYaml } = await import("@salt/render");
  return loadSlsYaml(text).value;
}

/** An element as Salt's maps of XML have it: texts by name, lists for names that come again; no attributes. */
function xmlData(element: XmlElement): Value {
  if (element.children.length === 0) return new Map<Value, Value>([[element.tag, element.text]]);
  const found: MutableDict = new Map<Value, Value>();
  for (const child of element.children) {
    const before = found.get(child.tag);
    if (before === undefined) found.set(child.tag, child.children.length > 0 ? xmlData(child) : child.text);
    else found.set(child.tag, [...(isList(before) ? before : [before]), xmlData(child)]);
  }
  return found;
}
