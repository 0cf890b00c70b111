/**
 * What stateconf makes of the data of an SLS: whole names, a goal state, an order.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { isDict, isList, pythonStr } from "@salt/core";
import { RenderFault } from "@salt/render";
import { absoluteId, absoluteSls } from "./names.js";
import type { StateconfOptions } from "./options.js";

const REQUIRE = ["require", "watch", "listen", "onchanges", "onfail"];
const REQUISITES = new Set([...REQUIRE, "use", ...[...REQUIRE, "use"].map((name) => `${name}_in`)]);
const NO_STATES = new Set<Value>(["include", "exclude", "extend"]);
const SET = "stateconf.set";

/** Data whose lists and dicts may be changed. */
type Free = MutableDict;

/** Where the SLS is. */
export interface SlsPlace {
  readonly sls: string;
  readonly saltenv: string;
}

/** The data with all that the options ask for. `first`: of the part that is read first only names are made whole. Throws RenderFault. */
export function processHigh(high: Dict, options: StateconfOptions, place: SlsPlace, first: boolean): Free {
  const data = copyOf(high);
  if (!isFree(data)) throw new RenderFault(`SLS ${place.sls} does not render to a dictionary`);
  for (const [id, body] of data) if (typeof body === "string") data.set(id, new Map([[body, []]]));
  wholeIncludes(data, place);
  if (!first && options.ordered) requireInOrder(data);
  const started = options.start ? withStart(data) : data;
  if (!first && options.goal) addGoal(started);
  return wholeIds(started, place.sls);
}

function isFree(value: Value): value is Free {
  return value instanceof Map;
}

function copyOf(value: Value): Value {
  if (isList(value)) return value.map(copyOf);
  return isDict(value) ? new Map([...value].map(([key, item]) => [key, copyOf(item)])) : value;
}

function wholeIncludes(data: Free, { sls, saltenv }: SlsPlace): void {
  const includes = data.get("include");
  if (isList(includes)) {
    data.set(
      "include",
      includes.map((each) => {
        const [env, name] = isDict(each) ? ([...each][0] ?? [saltenv, ""]) : [saltenv, each];
        const isRelative = typeof name === "string" && name.startsWith(".");
        return isRelative ? new Map([[env, absoluteSls(name, sls)]]) : each;
      }),
    );
  }
  const excludes = data.get("exclude");
  for (const each of isList(excludes) ? excludes : []) {
    const name = isDict(each) ? each.get("sls") : undefined;
    if (isFree(each) && typeof name === "string" && name.startsWith("."))
      each.set("sls", absoluteSls(name, sls));
  }
}

/** A state: its id, its name with or without function, and its arguments. */
interface State {
  readonly id: string;
  readonly name: string;
  readonly args: Value[];
}

function statesOf(data: Dict): readonly State[] {
  const out: State[] = [];
  for (const [id, body] of data) {
    if (NO_STATES.has(id) || pythonStr(id).startsWith("__") || !isDict(body)) continue;
    for (const [name, args] of body) {
      if (pythonStr(name).startsWith("__") || !Array.isArray(args)) continue;
      out.push({ id: pythonStr(id), name: pythonStr(name), args });
    }
  }
  return out;
}

function moduleOf(name: string): string {
  return name.split(".")[0] ?? name;
}

/** The lists of requisites of a state, which may be changed. */
function requisitesOf(state: State, names: ReadonlySet<string>): readonly Value[][] {
  return state.args.flatMap((arg) =>
    isDict(arg)
      ? [...arg].flatMap(([name, list]) => (names.has(pythonStr(name)) && Array.isArray(list) ? [list] : []))
      : [],
  );
}

function requireInOrder(data: Free): void {
  const states = statesOf(data);
  const later = new Set(states.map(({ id, name }) => `${id}:${moduleOf(name)}`));
  const earlier = new Set<string>();
  let before: State | undefined;
  for (const state of states) {
    const tag = `${state.id}:${moduleOf(state.name)}`;
    later.delete(tag);
    refuseNames(state);
    refuseOrder(state, new Set(REQUIRE), later, "require", "after");
    refuseOrder(state, new Set(REQUIRE.map((name) => `${name}_in`)), earlier, "require_in", "before");
    if (before !== undefined) {
      const requisite = new Map<Value, Value>([[moduleOf(before.name), before.id]]);
      const [own] = requisitesOf(state, new Set(["require"]));
      if (own === undefined) state.args.push(new Map([["require", [requisite]]]));
      else own.unshift(requisite);
    }
    earlier.add(tag);
    before = state;
  }
}

function refuseNames({ id, args }: State): void {
  if (!args.some((arg) => isDict(arg) && arg.has("names"))) return;
  throw new RenderFault(
    `'names' declaration(found in state id: ${id}) is not supported with implicitly ordered states`,
    undefined,
    { hint: "Make the states in a loop of the template." },
  );
}

function refuseOrder(
  state: State,
  names: ReadonlySet<string>,
  wrong: ReadonlySet<string>,
  verb: string,
  where: string,
): void {
  for (const item of requisitesOf(state, names).flat()) {
    for (const [name, id] of isDict(item) ? item : []) {
      const tag = `${pythonStr(id)}:${moduleOf(pythonStr(name))}`;
      if (!wrong.has(tag)) continue;
      const own = `${state.id}:${moduleOf(state.name)}`;
      throw new RenderFault(`State(${own}) can't ${verb} a state(${tag}) defined ${where} it!`);
    }
  }
}

/** The data with a state in front that all others come after. */
function withStart(data: Free): Free {
  if (data.has(".start")) throw taken("start", ".start");
  const [first] = statesOf(data);
  if (first === undefined) return data;
  const before = new Map<Value, Value>([[moduleOf(first.name), first.id]]);
  data.set(".start", new Map([[SET, [new Map([["require_in", [before]]])]]]));
  return data;
}

function addGoal(data: Free): void {
  if (data.has(".goal")) throw taken("goal", ".goal");
  const all = statesOf(data).map(({ id, name }) => new Map<Value, Value>([[moduleOf(name), id]]));
  data.set(".goal", new Map([[SET, [new Map([["require", all]])]]]));
}

function taken(what: string, id: string): RenderFault {
  return new RenderFault(`Can't generate ${what} state(${id})! The same state id already exists!`);
}

/** Ids that begin with a dot get the name of the SLS, and their states the name that they had. */
function wholeIds(data: Free, sls: string): Free {
  const extend = data.get("extend");
  if (isFree(extend ?? null)) data.set("extend", wholeIds(extend as Free, sls));
  for (const state of statesOf(data)) {
    for (const item of requisitesOf(state, REQUISITES).flat()) {
      if (!isFree(item)) continue;
      for (const [name, id] of [...item]) {
        if (typeof id === "string" && id.startsWith(".")) item.set(name, absoluteId(id, sls));
      }
    }
  }
  // As in Salt, states that got another id stand behind those that kept theirs.
  const kept = [...data].filter(([id]) => !pythonStr(id).startsWith("."));
  const renamed = [...data].filter(([id]) => pythonStr(id).startsWith("."));
  const out: Free = new Map(kept);
  for (const [id, body] of renamed) {
    const whole = absoluteId(pythonStr(id), sls);
    if (out.has(whole))
      throw new RenderFault(
        `Can't rename state id(${pythonStr(id)}) into ${whole} because the later already exists!`,
      );
    for (const { name, args } of statesOf(new Map([[whole, body]])))
      nameArgs(name, args, pythonStr(id).slice(1));
    out.set(whole, body);
  }
  return out;
}

function nameArgs(state: string, args: Value[], name: string): void {
  if (moduleOf(state) === "stateconf") return;
  if (args.some((arg) => isDict(arg) && [...arg.keys()][0] === "name")) return;
  args.unshift(new Map([["name", name]]));
}
