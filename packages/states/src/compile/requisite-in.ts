/**
 * Requisites that say something about other states (`require_in`, `prereq`, `use` …), turned into arguments of those.
 */
import type { Value } from "@salt/core";
import { reconcileExtend } from "./extend.js";
import type { FaultPlace } from "./fault-list.js";
import { FaultList } from "./fault-list.js";
import { StateDataError } from "./faults.js";
import type { HighData, StatePlace } from "./high-data.js";
import { argumentMaps, argumentNames, findName, findSls, idsOf, statesOf } from "./high-data.js";
import { shown } from "./python-text.js";
import { NEVER_USED, TURNED_ROUND } from "./requisites.js";
import type { Node, NodeMap } from "./tree.js";
import { firstKey, isMap, isNodes } from "./tree.js";

/** Turns them round, in place; `disabled` are requisites to leave alone. Gives the errors. */
export function turnRequisites(high: HighData, disabled: ReadonlySet<unknown> = new Set()): FaultList {
  const turning = new Turning(high);
  for (const [id, body] of [...high]) {
    if (!isMap(body)) continue;
    for (const [state, run] of statesOf(body)) {
      for (const arg of argumentMaps(run)) {
        const key = firstKey(arg);
        if (typeof key !== "string" || !TURNED_ROUND.has(key) || disabled.has(key)) continue;
        turning.turn({ id, state, body, key }, arg.get(key) ?? null);
      }
    }
  }
  high.set("__extend__", turning.extensions());
  turning.errors.addAll(reconcileExtend(high, true));
  return turning.errors;
}

/** A requisite, and the state that has it. */
interface Requisite extends StatePlace {
  readonly body: NodeMap;
  readonly key: string;
}

/** What the requisites of a run come to. */
class Turning {
  readonly errors = new FaultList();
  readonly #high: HighData;
  readonly #extend = new Map<Value, NodeMap>();

  constructor(high: HighData) {
    this.#high = high;
  }

  /** The additions, as `__extend__` has them. */
  extensions(): Node[] {
    return [...this.#extend].map(([name, body]) => new Map([[name, body]]));
  }

  turn(requisite: Requisite, items: Node): void {
    if (isMap(items)) this.#turnMap(requisite, items);
    if (!isNodes(items)) return;
    // Targets are collected over the items, so that earlier ones get a requisite once more for every later item.
    // That is a fault of the reference that shows in the low data; only an SLS begins the collection anew.
    let targets: StatePlace[] = [];
    for (const item of items) {
      const [type, name] = this.#targetOf(item) ?? [];
      if (type === undefined || name === undefined) continue;
      if (type === "sls") targets = findSls(name, this.#high);
      else targets.push({ id: name, state: type });
      if (type.includes(".")) this.errors.add(dotted(requisite, type, name), placeOf(requisite));
      for (const target of targets) this.#add(requisite, target);
    }
  }

  #turnMap(requisite: Requisite, items: NodeMap): void {
    for (const [type, name] of items) {
      const state = shown(type);
      if (state.includes("."))
        this.errors.add(dotted(requisite, state, checkedName(name)), placeOf(requisite));
      this.#require(requisite, { id: checkedName(name), state: state.split(".")[0] ?? "" });
    }
  }

  /** `{state: name}`, or for a bare text the id, or the name argument, of that text. */
  #targetOf(item: Node): readonly [string, Value] | undefined {
    if (isMap(item)) {
      const [first] = item;
      return first === undefined ? undefined : [shown(first[0]), checkedName(first[1])];
    }
    const body = this.#high.get(item);
    if (isMap(body)) {
      const state = statesOf(body)[0]?.[0];
      if (state === undefined)
        throw new StateDataError(`The id '${shown(item)}' has no state to be required`);
      return [state, item];
    }
    for (const [id, other] of idsOf(this.#high)) {
      for (const [state, run] of statesOf(other)) {
        if (argumentMaps(run).some((arg) => arg.get("name") === item)) return [state, id];
      }
    }
    return undefined;
  }

  #add(requisite: Requisite, target: StatePlace): void {
    const { id, state, key } = requisite;
    const strictly = (): StatePlace[] => findName(target.id, target.state, this.#high, true);
    if (key === "prereq") {
      for (const place of strictly()) this.#argsOf(place).push(requirement("prerequired", state, id));
      return;
    }
    if (key === "use" || key === "use_in") {
      this.#use(requisite, strictly(), key, target);
      return;
    }
    if (key === "prereq_in") {
      this.#argsOf(requisite).push(requirement("prerequired", target.state, target.id));
    }
    this.#require(requisite, target);
  }

  /** Copies arguments from one state to another, save those that it has itself. */
  #use(requisite: Requisite, places: readonly StatePlace[], key: "use" | "use_in", target: StatePlace): void {
    for (const place of places) {
      const [from, to] = key === "use" ? [place, requisite] : [requisite, place];
      const own = argumentNames(key === "use" ? to : { id: place.id, state: target.state }, this.#high);
      const source = this.#high.get(from.id);
      const args = this.#argsOf(to);
      if (!isMap(source)) continue;
      for (const arg of argumentMaps(source.get(from.state))) {
        const name = firstKey(arg) ?? null;
        if (arg.size === 1 && !NEVER_USED.has(name) && !own.has(name)) args.push(arg);
      }
    }
  }

  /** Gives a target the requisite on the state that asked for it. */
  #require({ id, state, body, key }: Requisite, target: StatePlace): void {
    const requisite = key.split("_")[0] ?? key;
    const args = this.#argsOf(target);
    const extension = this.#extend.get(target.id);
    for (const name of ["__env__", "__sls__"]) extension?.set(name, body.get(name) ?? null);
    const same = args.filter((arg) => isMap(arg) && firstKey(arg) === requisite);
    if (same.length === 0) args.push(requirement(requisite, state, id));
    for (const arg of same) {
      const list = isMap(arg) ? arg.get(requisite) : undefined;
      if (isNodes(list)) list.push(new Map([[state, nodeOf(id)]]));
    }
  }

  /** The arguments to be added to a state. */
  #argsOf({ id, state }: StatePlace): Node[] {
    const body: NodeMap = this.#extend.get(id) ?? new Map();
    this.#extend.set(id, body);
    const known = body.get(state);
    if (isNodes(known)) return known;
    const args: Node[] = [];
    body.set(state, args);
    return args;
  }
}

function placeOf({ id, body }: Requisite): FaultPlace {
  return { sls: shown(body.get("__sls__") ?? null), id: shown(id) };
}

function requirement(requisite: string, state: string, id: Value): NodeMap {
  return new Map([[requisite, [new Map([[state, nodeOf(id)]])]]]);
}

/** Names that are lists or maps lead nowhere. */
function checkedName(name: Node): string | number | bigint | boolean | null {
  if (isMap(name) || isNodes(name) || typeof name === "object") {
    if (name === null) return null;
    throw new StateDataError(`Illegal requisite "${shown(name)}", please check your syntax.`);
  }
  return name;
}

function nodeOf(id: Value): Node {
  return typeof id === "string" || typeof id === "number" || typeof id === "boolean" ? id : shown(id);
}

function dotted({ key, body }: Requisite, type: string, name: Value): string {
  const stem = type.slice(0, type.indexOf("."));
  return (
    `Invalid requisite in ${key.split("_")[0]}: ${type} for ${shown(name)}, in SLS '${shown(body.get("__sls__") ?? null)}'. ` +
    `Requisites must not contain dots, did you mean '${stem}'?`
  );
}
