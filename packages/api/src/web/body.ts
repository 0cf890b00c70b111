/**
 * The body of a request: read up to a limit, and parsed by its type.
 */
import type { IncomingMessage } from "node:http";
import type { MutableDict, Value } from "@salt/core";
import { MalformedError, parseJson, parseYamlArgument } from "@salt/core";
import { loadSlsYaml, RenderFault } from "@salt/render";
import { WebError } from "./web-error.js";

/** A body that was read. */
export interface Body {
  readonly data: Value | undefined;
  readonly raw: string;
}

const NO_BODY: Body = { data: undefined, raw: "" };
const FORM = "application/x-www-form-urlencoded";

/** How many fields a form may have. */
const MAX_FIELDS = 10_000;

/**
 * Reads the body of a request. Throws WebError: 400 for one that is out of form, 406 for types that are not read,
 * 411 for one of unknown length where that matters, 413 for one that is too large.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Body> {
  const method = request.method ?? "GET";
  if (method !== "POST") {
    if (hasNoLength(request) && ["PUT", "PATCH"].includes(method)) throw new WebError(411, "Length Required");
    return NO_BODY;
  }
  if ((request.headers["content-length"] ?? "0") === "0" && !("transfer-encoding" in request.headers)) {
    return NO_BODY;
  }
  const raw = await readText(request, maxBytes);
  return { raw, data: await parseBody(typeOf(request), raw) };
}

function hasNoLength({ headers }: IncomingMessage): boolean {
  return headers["content-length"] === undefined && headers["transfer-encoding"] === undefined;
}

function typeOf({ headers }: IncomingMessage): string {
  return (headers["content-type"] ?? FORM).split(";")[0]?.trim().toLowerCase() ?? "";
}

async function readText(request: IncomingMessage, maxBytes: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of request) {
    if (!(piece instanceof Uint8Array)) continue;
    length += piece.length;
    if (length > maxBytes) throw new WebError(413, `The request has more than ${maxBytes} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

async function parseBody(type: string, text: string): Promise<Value> {
  switch (type) {
    case FORM:
      return await parseForm(text);
    case "application/json":
      return inForm("JSON", () => parseJson(text));
    case "application/x-yaml":
    case "text/yaml":
      return inForm("YAML", () => loadSlsYaml(text).value);
    case "text/plain":
      return jsonOrText(text);
    default:
      throw new WebError(406, "Content type not supported");
  }
}

function inForm(name: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (error instanceof MalformedError || error instanceof RenderFault) {
      throw new WebError(400, `Invalid ${name} document`);
    }
    throw error;
  }
}

function jsonOrText(text: string): Value {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** The fields of a form: texts, or lists of them; `arg` is a list of what the command line would make of it. */
async function parseForm(text: string): Promise<Value> {
  const fields = new Map<string, string[]>();
  let count = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    // Python's reader leaves out fields without a value.
    if (value === "") continue;
    if (++count > MAX_FIELDS) throw new WebError(413, `The form has more than ${MAX_FIELDS} fields.`);
    fields.set(name, [...(fields.get(name) ?? []), value]);
  }
  const data: MutableDict = new Map();
  for (const [name, values] of fields) data.set(name, await fieldValue(name, values));
  return data;
}

async function fieldValue(name: string, values: readonly string[]): Promise<Value> {
  if (name === "arg") return await Promise.all(values.map((value) => parseYamlArgument(value)));
  const [only = ""] = values;
  if (values.length > 1) return values;
  return name === "kwarg" ? await parseYamlArgument(only) : only;
}
