/**
 * `listen`: what is done after all states, for those that changed something.
 */
import type { MutableDict, Value } from "@salt/core";
import { dict, isDict, isList, isTruthy, pythonStr } from "@salt/core";
import { REQUISITES } from "./keywords.js";
import type { Low } from "./low.js";
import { tagOf, wordOf } from "./low.js";

/** Who listens, as module and id or name. */
interface Listener {
  readonly state: string;
  readonly id: string;
  readonly heard: readonly Value[];
}

/** The chunks that listeners have to run, and errors by tag. */
export interface Listening {
  readonly chunks: readonly Low[];
  readonly errors: ReadonlyMap<string, MutableDict>;
}

/** Looks through results for changes that somebody listens to. */
export function listening(chunks: readonly Low[], running: ReadonlyMap<string, MutableDict>): Listening {
  const errors = new Map<string, MutableDict>();
  const due: Low[] = [];
  const lookUp = (state: string, id: string): readonly Low[] =>
    chunks.filter((chunk) => chunk.get("state") === state && isCalled(chunk, id));
  for (const { state, id, heard } of chunks.flatMap(listenersOf)) {
    for (const [key, value] of heard.flatMap((item) => sourcesOf(item, chunks))) {
      const sources = lookUp(key, value);
      if (sources.length === 0) noteMissing(errors, key, value);
      for (const source of sources) {
        if (!isTruthy(running.get(tagOf(source))?.get("changes"))) continue;
        const own = lookUp(state, id);
        if (own.length === 0) noteMissing(errors, state, id);
        due.push(...own.map(watcherOf));
      }
    }
  }
  return { chunks: due, errors };
}

function isCalled(chunk: Low, id: string): boolean {
  return ["state", "__id__", "name"].some((key) => chunk.get(key) === id);
}

/** A chunk as listener, and those that it makes listen to it. */
function listenersOf(chunk: Low): readonly Listener[] {
  const state = wordOf(chunk, "state");
  const own = chunk.get("listen");
  const listeners: Listener[] = isList(own) ? [{ state, id: wordOf(chunk, "__id__"), heard: own }] : [];
  const others = chunk.get("listen_in");
  for (const other of isList(others) ? others : []) {
    if (!isDict(other)) continue;
    for (const [key, id] of other) {
      const heard = [dict({ [state]: wordOf(chunk, "__id__") })];
      listeners.push({ state: pythonStr(key), id: pythonStr(id), heard });
    }
  }
  return listeners;
}

/** What is listened to: modules with ids. A bare text stands for the last chunk of that id or name. */
function sourcesOf(item: Value, chunks: readonly Low[]): readonly (readonly [string, string])[] {
  if (isDict(item)) return [...item].map(([key, value]) => [pythonStr(key), pythonStr(value)] as const);
  const named = chunks.findLast((chunk) => chunk.get("__id__") === item || chunk.get("name") === item);
  return named === undefined ? [] : [[wordOf(named, "state"), wordOf(named, "__id__")]];
}

function watcherOf(chunk: Low): Low {
  const low: Low = new Map(chunk);
  low.set("sfun", chunk.get("fun") ?? null).set("fun", "mod_watch");
  low.set("__id__", `listener_${wordOf(chunk, "__id__")}`);
  for (const kind of REQUISITES) low.delete(kind);
  return low;
}

function noteMissing(errors: Map<string, MutableDict>, state: string, id: string): void {
  const tag = `Listen_Error_|-listen_${id}_|-listen_${state}_|-Listen_Error`;
  const comment = `Referenced state ${state}: ${id} does not exist`;
  errors.set(tag, dict({ comment, name: `listen_${state}:${id}`, result: false, changes: new Map() }));
}
