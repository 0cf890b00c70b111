/**
 * `mod_beacon`: the beacon that watches what a state with `beacon: True` has made.
 */
import type { Plain, StateFunction, Value } from "@salt/core";
import { getDict, isTruthy, needed, pythonStr, stateFn, toValue } from "@salt/core";
import { failed, unchanged } from "../answer/answer.js";
import { present } from "./configure.js";

/** Of which state, with what is in its chunk. */
export interface Watched {
  readonly name: string;
  /** The function of the chunk. */
  readonly sfun: string;
  readonly kwargs: ReadonlyMap<string, Value>;
  /** A setting of the chunk's `beacon_data`, or what it is without one. */
  readonly setting: (name: string, fallback: Plain) => Plain;
}

/** How a module makes its beacons. */
export interface Watching {
  readonly state: string;
  /** The functions that have beacons. */
  readonly functions: readonly string[];
  /** The beacon that looks. */
  readonly module: string;
  /** The beacon's settings, in their order. */
  readonly settings: (watched: Watched) => { readonly [name: string]: Plain };
  /** What Salt calls it where a function has none. */
  readonly called?: string;
}

/** The state function; runs call it after all states. */
export function modBeacon({
  state,
  functions,
  module,
  settings,
  called = "beacon",
}: Watching): StateFunction {
  return stateFn({
    doc: `Lets the beacon \`${module}\` watch what a state of \`${state}\` with \`beacon: True\` is about.`,
    params: { name: needed.str("The name of the state.") },
    varkw: "kwargs",
    run: async ({ name }, context, { kwargs }) => {
      const sfun = pythonStr(kwargs.get("sfun") ?? null);
      if (!functions.includes(sfun)) {
        return failed(name, `${state}.${sfun} does not work with the ${called} state function`);
      }
      if (!isTruthy(kwargs.get("beacon") ?? false)) return unchanged(name, "Not adding beacon.");
      const data = getDict(new Map(kwargs), "beacon_data");
      const setting = (wanted: string, fallback: Plain): Plain => data?.get(wanted) ?? fallback;
      const made = { ...settings({ name, sfun, kwargs, setting }), beacon_module: module };
      const given = new Map(Object.entries(made).map(([key, value]) => [key, toValue(value)]));
      return await present(`beacon_${module}_${name}`, false, context, given);
    },
  });
}
