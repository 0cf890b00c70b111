/**
 * Whether high data has the form that states must have, in Salt's words where it has not.
 */
import type { Value } from "@salt/core";
import { isDict, isList } from "@salt/core";
import { FaultList } from "./fault-list.js";
import type { HighData } from "./high-data.js";
import { isOwnKey } from "./high-data.js";
import { shown, typeName } from "./python-text.js";
import { CHECKED } from "./requisites.js";
import type { Node, NodeMap } from "./tree.js";
import { firstKey, isMap, isNodes } from "./tree.js";

/** A state while it is looked at. */
interface Looked {
  readonly id: string;
  readonly sls: string;
  readonly state: string;
}

/** What is wrong with the states; empty when nothing is. */
export function verifyHigh(high: HighData): string[] {
  return highFaults(high).texts;
}

/** The same, with the places. */
export function highFaults(high: HighData): FaultList {
  return new HighVerifier().verify(high);
}

class HighVerifier {
  readonly #faults = new FaultList();
  /** By id, what its last checked requisite says: the type by name, and at `state` the state that has it. */
  readonly #requisites = new Map<Value, Map<Value, Value>>();

  verify(high: HighData): FaultList {
    for (const [name, body] of high) {
      if (!isOwnKey(name)) this.#verifyId(name, body);
    }
    return this.#faults;
  }

  #verifyId(name: Value, body: Node): void {
    const id = shown(name);
    const sls = shown((isMap(body) ? body.get("__sls__") : undefined) ?? null);
    if (typeof name !== "string") {
      this.#faults.add(
        `ID '${id}' in SLS '${sls}' is not formed as a string, but is a ${typeName(name)}. It may need to be quoted.`,
        { sls, id },
      );
    }
    if (!isMap(body)) {
      this.#faults.add(`The type ${id} in ${shown(body)} is not formatted as a dictionary`, { sls, id });
      return;
    }
    for (const [state, args] of body) {
      if (!isOwnKey(state)) this.#verifyState({ id, sls, state: shown(state) }, name, args);
    }
  }

  #verifyState(looked: Looked, name: Value, args: Node): void {
    const { id, sls, state } = looked;
    if (args === null) {
      this.#faults.add(
        `ID '${id}' in SLS '${sls}' contains a short declaration (${state}) with a trailing colon. ` +
          "When not passing any arguments to a state, the colon must be omitted.",
        { sls, id },
      );
    } else if (!isNodes(args)) {
      this.#faults.add(`State '${id}' in SLS '${sls}' is not formed as a list`, { sls, id });
    } else {
      for (const arg of args) {
        if (typeof arg === "string") this.#verifyFunction(looked, arg);
        else if (isMap(arg)) this.#verifyArgument(looked, name, arg);
      }
      this.#verifyFunctions(looked, args);
    }
  }

  #verifyFunction({ id, sls }: Looked, arg: string): void {
    if (!arg.trim().includes(" ")) return;
    this.#faults.add(
      `The function "${arg}" in state "${id}" in SLS "${sls}" has whitespace, a function with whitespace is ` +
        'not supported, perhaps this is an argument that is missing a ":"',
      { sls, id },
    );
  }

  #verifyFunctions({ id, sls, state }: Looked, args: readonly Node[]): void {
    const own = state.includes(".") ? [state.slice(state.indexOf(".") + 1)] : [];
    const functions = [...own, ...args.filter((arg) => typeof arg === "string")];
    if (functions.length === 0 && state !== "require" && state !== "watch") {
      this.#faults.add(`No function declared in state '${id}' in SLS '${sls}'`, { sls, id });
    }
    if (functions.length > 1) {
      this.#faults.add(
        `Too many functions declared in state '${id}' in SLS '${sls}'. ` +
          `Please choose one of the following: ${functions.join(", ")}`,
        { sls, id },
      );
    }
  }

  #verifyArgument(looked: Looked, name: Value, arg: NodeMap): void {
    const { id, sls } = looked;
    const key = firstKey(arg);
    const value = arg.get(key ?? null) ?? null;
    if (key === "names" && !isNodes(value)) {
      this.#faults.add(`The 'names' argument in state '${id}' in SLS '${sls}' needs to be formed as a list`, {
        sls,
        id,
      });
    }
    if (!CHECKED.has(key)) return;
    if (isNodes(value)) this.#verifyRequisite(looked, name, value);
    else {
      this.#faults.add(
        `The ${shown(key ?? null)} statement in state '${id}' in SLS '${sls}' needs to be formed as a list`,
        { sls, id },
      );
    }
    if (arg.size !== 1) {
      this.#faults.add(`Multiple dictionaries defined in argument of state '${id}' in SLS '${sls}'`, {
        sls,
        id,
      });
    }
  }

  #verifyRequisite(looked: Looked, name: Value, items: readonly Node[]): void {
    const { id, sls } = looked;
    const said = new Map<Value, Value>([["state", looked.state]]);
    this.#requisites.set(name, said);
    for (const item of items) {
      const requisite: Node = typeof item === "string" ? new Map([["id", item]]) : item;
      if (isMap(requisite) && requisite.size > 0) this.#verifyOne(looked, name, said, requisite);
      else {
        this.#faults.add(
          `Requisite declaration ${shown(requisite)} in SLS ${sls} is not formed as a single key dictionary`,
          { sls, id },
        );
      }
    }
  }

  #verifyOne({ id, sls, state }: Looked, name: Value, said: Map<Value, Value>, requisite: NodeMap): void {
    const [type, target] = [...requisite][0] ?? [null, null];
    const word = shown(type);
    if (word.includes(".")) {
      this.#faults.add(
        `Invalid requisite type '${word}' in state '${id}', in SLS '${sls}'. Requisite types must not contain dots, ` +
          `did you mean '${word.slice(0, word.indexOf("."))}'?`,
        { sls, id },
      );
    }
    if (isDict(target) || isList(target)) {
      this.#faults.add(`Illegal requisite "${shown(target)}", please check your syntax.\n`, { sls, id });
      return;
    }
    said.set(target, type);
    const others = this.#requisites.get(target);
    if (others?.get(name) === state && others.get("state") === type) {
      this.#faults.add(`A recursive requisite was found, SLS "${sls}" ID "${id}" ID "${shown(target)}"`, {
        sls,
        id,
      });
    }
  }
}
