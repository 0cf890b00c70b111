/**
 * State runs for tests: state functions that answer as they are told, and no daemon.
 */
import type {
  Dict,
  ExecutionContext,
  ExecutionFunction,
  FunctionIndex,
  MinionControl,
  Plain,
} from "@salt/core";
import {
  deriveContext,
  dict,
  FunctionNotAvailableError,
  fn,
  isTrial,
  isTruthy,
  maybe,
  needed,
  nullLogger,
  stateFn,
} from "@salt/core";

/** What differs from a minion with the states of `t` and nothing else. */
export interface FakeMinion {
  readonly opts?: Dict;
  readonly grains?: Dict;
  readonly functions?: Readonly<Record<string, ExecutionFunction>>;
  readonly states?: Readonly<Record<string, ExecutionFunction>>;
  readonly control?: Partial<MinionControl>;
}

/** The calls that the states of `t` got: names, `?` before those of trials and `!` before those of `mod_watch`. */
export interface FakeRun {
  readonly context: ExecutionContext;
  readonly calls: string[];
}

/** Makes a context. `t.ok`, `t.change` and `t.fail` do what they are called; `t` can watch, `plain` cannot. */
export function fakeRun(minion: FakeMinion = {}): FakeRun {
  const calls: string[] = [];
  const pretend = (result: boolean, changes: Plain): ExecutionFunction =>
    stateFn({
      doc: "",
      params: { name: needed.str("") },
      varkw: "kwargs",
      run: (args, context) => {
        const would = isTrial(context) && isTruthy(dict({ changes }).get("changes"));
        calls.push(`${isTrial(context) ? "?" : ""}${args.name}`);
        return dict({ name: args.name, changes, result: would ? null : result, comment: "" });
      },
    });
  const watch = stateFn({
    doc: "",
    params: { name: needed.str(""), sfun: maybe.any(null, "") },
    varkw: "kwargs",
    run: (args) => {
      calls.push(`!${args.name}`);
      return { name: args.name, changes: { watched: true }, result: true, comment: "watched" };
    },
  });
  const all = { ok: pretend(true, {}), change: pretend(true, { x: 1 }), fail: pretend(false, {}) };
  const states: Record<string, ExecutionFunction> = { "t.mod_watch": watch, ...minion.states };
  for (const [name, state] of Object.entries(all))
    Object.assign(states, { [`t.${name}`]: state, [`plain.${name}`]: state });
  return { calls, context: contextOf(states, minion) };
}

function contextOf(
  states: Readonly<Record<string, ExecutionFunction>>,
  minion: FakeMinion,
): ExecutionContext {
  const functions = indexOf(minion.functions ?? {});
  const base: ExecutionContext = {
    id: "m1",
    opts: minion.opts ?? new Map(),
    grains: minion.grains ?? new Map(),
    pillar: new Map(),
    job: undefined,
    functions,
    ofKind: (kind) => (kind === "state" ? indexOf(states) : functions),
    control: { ...refusing, ...minion.control },
    memory: new Map(),
    signal: new AbortController().signal,
    log: nullLogger,
    retcode: 0,
    call: async () => null,
  };
  return deriveContext(base, {});
}

function indexOf(functions: Readonly<Record<string, ExecutionFunction>>): FunctionIndex {
  const find = async (name: string): Promise<ExecutionFunction> => {
    const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (found === undefined) throw new FunctionNotAvailableError(name);
    return found;
  };
  return {
    find,
    names: async () => Object.keys(functions),
    has: async (name) => Object.hasOwn(functions, name),
    provider: async () => undefined,
  };
}

const refuse = async (): Promise<never> => {
  throw new TypeError("nothing is asked of this daemon");
};

const refusing: MinionControl = {
  running: refuse,
  signalJob: refuse,
  fireMaster: refuse,
  fireLocal: refuse,
  request: refuse,
  compilePillar: refuse,
  refreshPillar: refuse,
  refreshGrains: refuse,
  refreshModules: async () => true,
  schedule: async () => undefined,
  beacons: async () => undefined,
  refreshBeacons: async () => true,
  revokeAuth: refuse,
};

/** A low chunk of `t` or `plain`: `chunk("a", "t.ok", {require: [{t: "b"}]})`. */
export function chunk(id: string, full: string, more: { readonly [key: string]: Plain } = {}): Dict {
  const [state, fun] = full.split(".");
  return dict({ state, name: id, __sls__: "s", __env__: "base", __id__: id, fun, ...more });
}

/** A function that answers with a value. */
export function answering(value: Plain): ExecutionFunction {
  return fn({ doc: "", varargs: "args", varkw: "kwargs", run: () => value });
}
