/**
 * High data of the reactor as low chunks: one for each id and function, in the order in which they are done.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { isDict, isInt, isList, pythonStr } from "@salt/core";

/** Chunks, or what is wrong with the data. */
export interface ReactionChunks {
  readonly chunks: readonly Dict[];
  readonly faults: readonly string[];
}

/** Behind all numbers that people give. */
const LAST = 1_000_000;

/** Reads `id: {local.cmd.run: [{tgt: …}, …]}`; the older form has the function as a word of the list. */
export function reactionChunks(high: Dict): ReactionChunks {
  const chunks: MutableDict[] = [];
  const faults: string[] = [];
  for (const [id, body] of high) {
    if (!isDict(body)) {
      faults.push(`The reaction ${pythonStr(id)} is no map`);
      continue;
    }
    for (const [key, args] of body) {
      const name = pythonStr(key);
      if (name.startsWith("__")) continue;
      const chunk = chunkOf(name, args);
      if (typeof chunk === "string") faults.push(`The reaction ${pythonStr(id)} ${chunk}`);
      else chunks.push(withFacts(chunk, id, body.get("__sls__") ?? ""));
    }
  }
  return { chunks: sorted(chunks), faults };
}

function chunkOf(key: string, args: Value): MutableDict | string {
  if (!isList(args)) return `has no list of arguments at ${key}`;
  const [state = "", ...rest] = key.split(".");
  const words = args.filter((arg) => typeof arg === "string");
  const fun = rest.length > 0 ? rest.join(".") : words[0];
  if (fun === undefined) return `says at ${key} not which function it is of`;
  if (words.length > (rest.length > 0 ? 0 : 1)) return `says at ${key} more than one function`;
  const chunk: MutableDict = new Map<Value, Value>([["state", state]]);
  for (const arg of args) {
    if (isDict(arg)) for (const [name, value] of arg) chunk.set(name, value);
    else if (typeof arg !== "string") return `has at ${key} an argument that is no map`;
  }
  return chunk.set("fun", fun);
}

function withFacts(chunk: MutableDict, id: Value, sls: Value): MutableDict {
  if (!chunk.has("name")) chunk.set("name", id);
  return chunk.set("__id__", id).set("__sls__", sls);
}

/** As in Salt: by `order`, then by client, name and function. */
function sorted(chunks: readonly MutableDict[]): readonly Dict[] {
  const given = chunks.map((chunk) => numberOf(chunk.get("order"))).filter((number) => number !== undefined);
  const cap = Math.max(1, ...given.filter((number) => number > 0).map((number) => number + 100));
  const place = (chunk: Dict): number => {
    const order = chunk.get("order");
    const number = numberOf(order);
    if (order === "first") return 0;
    if (order === "last") return cap + LAST;
    if (number === undefined) return cap;
    return number < 0 ? cap + LAST + number : number;
  };
  const words = (chunk: Dict): string =>
    ["state", "name", "fun"].map((key) => pythonStr(chunk.get(key) ?? null)).join("");
  return [...chunks].sort((a, b) => place(a) - place(b) || (words(a) < words(b) ? -1 : 1));
}

function numberOf(value: Value | undefined): number | undefined {
  return isInt(value) ? Number(value) : undefined;
}
