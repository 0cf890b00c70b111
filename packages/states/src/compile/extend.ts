/**
 * `extend`: arguments that one SLS gives to states of another.
 */
import type { Value } from "@salt/core";
import { getString } from "@salt/core";
import { FaultList } from "./fault-list.js";
import { StateDataError } from "./faults.js";
import type { HighData } from "./high-data.js";
import { findName, isOwnKey, statesOf } from "./high-data.js";
import { shown } from "./python-text.js";
import { REQUISITES } from "./requisites.js";
import type { Node, NodeMap } from "./tree.js";
import { firstKey, isMap, isNodes } from "./tree.js";

/**
 * Lays what `__extend__` has over the states, and takes it out of `high`. `strict` wants an id to have the state that
 * is extended. Gives the errors.
 */
export function reconcileExtend(high: HighData, strict = false): FaultList {
  const extensions = high.get("__extend__");
  high.delete("__extend__");
  const errors = new FaultList();
  if (!isNodes(extensions)) return errors;
  for (const extension of extensions) {
    if (!isMap(extension)) continue;
    for (const [name, body] of extension) {
      if (!isMap(body)) throw unreadable(name);
      const id = extendedId(name, body, high, strict);
      if (id === undefined)
        errors.add(notThere(name, body), { sls: shown(body.get("__sls__") ?? null), id: shown(name) });
      else if (!isExcluded(body, high)) extendOne(id, body, high);
    }
  }
  return errors;
}

function unreadable(name: Value): StateDataError {
  return new StateDataError(
    `The extension of '${shown(name)}' has no state`,
    "Write the state and a list of arguments below it.",
  );
}

/** The id that an extension is for: by that id, or by a name that only one state has. */
function extendedId(name: Value, body: NodeMap, high: HighData, strict: boolean): Value | undefined {
  const state = statesOf(body)[0]?.[0];
  if (state === undefined) throw unreadable(name);
  const known = high.get(name);
  if (isMap(known) && known.has(state)) return name;
  const places = findName(name, state, high, strict);
  return places.length === 1 ? places[0]?.id : undefined;
}

function notThere(name: Value, body: NodeMap): string {
  const id = shown(name);
  const env = getString(body, "__env__") ?? "base";
  const sls = getString(body, "__sls__") ?? "base";
  return (
    `Cannot extend ID '${id}' in '${env}:${sls}'. It is not part of the high state.\n` +
    "This is likely due to a missing include statement or an incorrectly typed ID.\n" +
    `Ensure that a state with an ID of '${id}' is available\nin environment '${env}' and to SLS '${sls}'`
  );
}

/** What an excluded SLS extends stays as it is. */
function isExcluded(body: NodeMap, high: HighData): boolean {
  const excludes = high.get("__exclude__");
  const sls = body.get("__sls__");
  if (!isNodes(excludes) || sls === undefined) return false;
  return excludes.some((exclude) => exclude === sls || (isMap(exclude) && exclude.get("sls") === sls));
}

function extendOne(id: Value, body: NodeMap, high: HighData): void {
  const target = high.get(id);
  if (!isMap(target)) return;
  for (const [state, run] of body) {
    if (isOwnKey(state)) continue;
    const args = target.get(state);
    if (args === undefined) target.set(state, run);
    else if (isNodes(args) && isNodes(run)) for (const arg of run) layOver(args, arg);
    else throw new StateDataError(`What extends '${shown(id)}' is no list of arguments: ${shown(state)}`);
  }
}

/** Lays one argument over a state's arguments, in place. */
function layOver(args: Node[], arg: Node): void {
  let isKnown = false;
  for (const [at, value] of args.entries()) {
    if (typeof arg === "string" && typeof value === "string") {
      args[at] = arg;
      isKnown = true;
    } else if (isMap(arg) && isMap(value)) {
      isKnown = layOverMap(args, at, value, arg) || isKnown;
    }
  }
  if (!isKnown) args.push(arg);
}

/** Requisites are joined, other arguments replaced; a `name` replaces `names` and is added too. */
function layOverMap(args: Node[], at: number, value: NodeMap, arg: NodeMap): boolean {
  const key = firstKey(arg) ?? null;
  const known = firstKey(value);
  if (key === "name" && known === "names") args[at] = arg;
  if (key !== known) return false;
  if (!REQUISITES.has(key)) {
    args[at] = arg;
    return true;
  }
  const [here, more] = [value.get(key), arg.get(key)];
  if (!isNodes(here)) throw new StateDataError(`The requisite ${shown(key)} is not formed as a list`);
  if (!isNodes(more))
    throw new StateDataError(`The requisite ${shown(key)} of an extend is not formed as a list`);
  here.push(...more);
  return true;
}
