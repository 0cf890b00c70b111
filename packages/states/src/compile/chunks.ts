/**
 * From high data to low chunks: one for every function of every state and every one of its names.
 */
import type { Value } from "@salt/core";
import { StateDataError } from "./faults.js";
import type { HighData } from "./high-data.js";
import { idsOf, statesOf } from "./high-data.js";
import type { Chunk } from "./order.js";
import { orderChunks } from "./order.js";
import { shown, shownRepr } from "./python-text.js";
import type { Node, NodeMap } from "./tree.js";
import { firstKey, isMap, isNodes } from "./tree.js";

/** The chunks, in the order in which they are to be run. `orchestrationJid` is put into each. */
export function compileHighData(high: HighData, orchestrationJid?: string): Chunk[] {
  const chunks: Chunk[] = [];
  for (const [id, body] of idsOf(high)) {
    for (const [state, run] of statesOf(body)) {
      if (!isNodes(run)) throw new StateDataError(`State '${shown(id)}' is not formed as a list`);
      const chunk = startChunk(id, state, body, orchestrationJid);
      const names = readArguments(chunk, id, run);
      const functions = new Set(run.filter((arg) => typeof arg === "string"));
      for (const one of withNames(chunk, names)) {
        for (const fun of functions) chunks.push(one.set("fun", fun));
      }
    }
  }
  return orderChunks(chunks);
}

function startChunk(id: Value, state: string, body: NodeMap, orchestrationJid: string | undefined): Chunk {
  const chunk: Chunk = new Map<Value, Node>([
    ["state", state],
    ["name", shown(id)],
  ]);
  if (orchestrationJid !== undefined) chunk.set("__orchestration_jid__", orchestrationJid);
  for (const key of ["__sls__", "__env__"]) {
    const value = body.get(key);
    if (value !== undefined) chunk.set(key, value);
  }
  return chunk.set("__id__", shown(id));
}

/** Puts the arguments into a chunk; gives the `names`, each once. A name that is no text gives way to the id. */
function readArguments(chunk: Chunk, id: Value, run: readonly Node[]): Node[] {
  const names = new Map<string, Node>();
  for (const [key, value] of run.filter(isMap).flatMap((arg) => [...arg])) {
    if (key === "names") {
      for (const name of namesIn(value)) names.set(shownRepr(name), names.get(shownRepr(name)) ?? name);
    } else if (key !== "state") {
      chunk.set(key, key === "name" && typeof value !== "string" ? shown(id) : value);
    }
  }
  return [...names.values()];
}

function namesIn(value: Node): readonly Node[] {
  if (isNodes(value)) return value;
  throw new StateDataError("The 'names' argument needs to be formed as a list");
}

/** A chunk for each name; the chunk itself without names. */
function withNames(chunk: Chunk, names: readonly Node[]): Chunk[] {
  if (names.length === 0) return [chunk];
  return names.map((entry, at) => {
    const live: Chunk = new Map(chunk);
    if (isMap(entry)) {
      const name = firstKey(entry) ?? null;
      live.set("name", shown(name));
      for (const [key, value] of argumentsOfName(name, entry.get(name) ?? null)) live.set(key, value);
    } else {
      live.set("name", entry);
    }
    return live.set("name_order", at + 1);
  });
}

function argumentsOfName(name: Value, args: Node): (readonly [Value, Node])[] {
  if (isNodes(args) && args.every(isMap)) return args.flatMap((arg) => [...arg]);
  throw new StateDataError(
    `The arguments of the name '${shown(name)}' are not a list of maps`,
    "Below a name in `names`, write a list: `- mode: '0644'`.",
  );
}
