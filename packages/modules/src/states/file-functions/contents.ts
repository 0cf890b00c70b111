/**
 * The contents that a state gives a file in so many words, or takes from pillar or grains.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { isDict, isList, isTruthy, pythonStr } from "@salt/core";
import { splitLines } from "../../text/lines.js";
import { StateFault } from "./answer.js";

/** The arguments of `file.managed` that say what the contents are. */
export interface ContentsRequest {
  readonly contents: Value;
  readonly contents_pillar: Value;
  readonly contents_grains: Value;
  readonly contents_newline: boolean;
  readonly contents_delimiter: string | null;
  readonly allow_empty: boolean;
  readonly template: Value;
}

/** A value that is in no pillar and no grains. */
const NOT_FOUND = "\0not found\0";

/** How many of the arguments were given: at most one may be. */
export function countContents({ contents, contents_pillar, contents_grains }: ContentsRequest): number {
  return [contents, contents_pillar, contents_grains].filter((given) => given !== null).length;
}

/** The contents, each line ended; null when none were given. Throws StateFault. */
export async function contentsOf(
  name: string,
  request: ContentsRequest,
  context: ExecutionContext,
): Promise<Value> {
  const found = await lookUp(name, request, context);
  if (found === null) return null;
  if (!request.allow_empty && !isTruthy(found)) {
    const what = `${sourceText(request)} value would result in empty contents`;
    throw new StateFault(name, `${what}. Set allow_empty to True to allow the managed file to be empty.`);
  }
  if (found instanceof Uint8Array) return bytesContents(name, found, request);
  const parts = partsOf(found);
  if (parts.length === 0) {
    throw new StateFault(
      name,
      "Contents specified by contents/contents_pillar/contents_grains is not a string or list of strings, and is not binary data. SLS is likely malformed.",
    );
  }
  return endLines(parts, request.contents_newline);
}

function sourceText({ contents_pillar, contents_grains }: ContentsRequest): string {
  if (isTruthy(contents_pillar)) return `contents_pillar ${pythonStr(contents_pillar)}`;
  if (isTruthy(contents_grains)) return `contents_grains ${pythonStr(contents_grains)}`;
  return "'contents'";
}

async function lookUp(name: string, request: ContentsRequest, context: ExecutionContext): Promise<Value> {
  const { contents_pillar, contents_grains, contents_delimiter } = request;
  const delimiter = contents_delimiter ?? ":";
  if (contents_pillar !== null) return await fromFacts(name, "Pillar", contents_pillar, delimiter, context);
  if (contents_grains !== null) return await fromFacts(name, "Grain", contents_grains, delimiter, context);
  return request.contents;
}

async function fromFacts(
  name: string,
  what: "Pillar" | "Grain",
  keys: Value,
  delimiter: string,
  context: ExecutionContext,
): Promise<Value> {
  const fun = what === "Pillar" ? "pillar.get" : "grains.get";
  const one = async (key: Value): Promise<Value> => {
    const found = await context.call(fun, [key, NOT_FOUND], { delimiter });
    if (found === NOT_FOUND) throw new StateFault(name, `${what} ${pythonStr(key)} does not exist`);
    return found;
  };
  if (!isList(keys)) return await one(keys);
  const texts: string[] = [];
  for (const key of keys) texts.push(pythonStr(await one(key)));
  return texts.join("\n");
}

/** Texts of a value: its members when it is a list. */
function partsOf(value: Value): readonly string[] {
  if (isDict(value)) return [pythonStr(value)];
  return isList(value) ? value.map(pythonStr) : [pythonStr(value)];
}

function bytesContents(name: string, bytes: Uint8Array, request: ContentsRequest): Value {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return endLines([text], request.contents_newline);
  } catch {
    if (!isTruthy(request.template)) return bytes;
    throw new StateFault(
      name,
      "Contents specified by contents/contents_pillar/contents_grains appears to be binary data, and as will not be able to be treated as a Jinja template.",
    );
  }
}

function endLines(parts: readonly string[], newline: boolean): string {
  const lines = parts.flatMap((part) => splitLines(part));
  const text = lines.map((line) => `${line}\n`).join("");
  return newline ? text : text.replace(/\n+$/, "").replace(/\r+$/, "");
}
