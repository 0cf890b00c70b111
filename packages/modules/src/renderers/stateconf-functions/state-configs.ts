/**
 * The values that `stateconf.set` states set, for the templates that come after them.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { isDict, isList, pythonStr } from "@salt/core";

const REQUISITES = ["require", "watch", "listen", "onchanges", "onfail"];
const KEYS = ["stateconf", "stateconf.set"];

/** The values of one run, by the ids of their states. */
export class StateConfigs {
  readonly #set = new Map<string, MutableDict>();
  readonly #extended = new Map<string, MutableDict>();

  /** Takes the values out of the data of an SLS. */
  collect(data: Dict): void {
    for (const [id, body] of data) {
      if (id === "extend" && isDict(body)) {
        for (const [name, extended] of body) this.#take(this.#extended, pythonStr(name), extended);
      } else if (this.#take(this.#set, pythonStr(id), body)) this.#extend(pythonStr(id));
    }
  }

  /** Whether a state sets values. */
  #take(into: Map<string, MutableDict>, id: string, body: Value): boolean {
    const args = isDict(body)
      ? KEYS.map((key) => body.get(key)).find((found) => found !== undefined)
      : undefined;
    if (!isList(args)) return false;
    const values = into.get(id) ?? new Map<Value, Value>();
    for (const arg of args) if (isDict(arg)) for (const [key, value] of arg) values.set(key, value);
    into.set(id, values);
    return true;
  }

  /** What an SLS that was read before sets by `extend` wins; requisites add up. */
  #extend(id: string): void {
    const own = this.#set.get(id);
    for (const [key, value] of own === undefined ? [] : (this.#extended.get(id) ?? [])) {
      const before = own?.get(key);
      const adds = REQUISITES.includes(pythonStr(key)) && isList(value) && isList(before);
      own?.set(key, adds ? [...value, ...before] : value);
    }
  }

  /** The variables for a template of an SLS: values of its own states without the SLS's name. */
  variables(sls: string): Dict {
    const prefix = `${sls}::`;
    const out = new Map<Value, Value>();
    for (const [id, values] of this.#set)
      out.set(id.startsWith(prefix) ? id.slice(prefix.length) : id, values);
    return out;
  }
}
