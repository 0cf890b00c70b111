/**
 * Events of states that failed: each failed state of a return is told on the bus, as Salt does for the functions that
 * apply whole files of states.
 */
import type { Dict, Value } from "@salt/core";
import { get, getList, isDict, isList, isTruthy, tags } from "@salt/core";

/** An event to be fired. */
export interface StateError {
  readonly tag: string;
  readonly data: Dict;
}

/** The functions whose failed states are told; `state.apply` is not among them in Salt. */
const FUNCTIONS: readonly Value[] = ["state.highstate", "state.sls"];
/** Between the parts of a state's name in a return. */
const SEPARATOR = "_|-";
/** Failed states that are told of one return. */
const MAX_STATES = 1000;
/** What a state module or function is called; nothing else of a return becomes the tag of an event. */
const NAME = /^\w{1,64}$/;

/** The events for a return: for each failed state one named like it, and one below the job. */
export function stateErrors(load: Dict, jid: string, id: string): readonly StateError[] {
  return partsOf(load)
    .flatMap(({ fun, ret, retcode }) =>
      failedStates(ret).map(([name, state]) => ({ fun, name, state, retcode })),
    )
    .slice(0, MAX_STATES)
    .flatMap(({ fun, name, state, retcode }) => {
      const words = name.split(SEPARATOR);
      const [module = "", last = ""] = [words[0], words.at(-1)];
      if (!NAME.test(module) || !NAME.test(last)) return [];
      const facts = new Map([...state, ["retcode", retcode] as const]);
      const error = `Error: ${module}.${last}`;
      const more: [Value, Value][] = [
        ["jid", jid],
        ["id", id],
        ["success", false],
        ["return", error],
        ["fun", fun],
      ];
      const user = load.get("user");
      if (user !== undefined) more.push(["user", user]);
      return [
        { tag: `${module}.${last}`, data: facts },
        { tag: tags.jobStateError(jid, id, fun), data: new Map([...facts, ...more]) },
      ];
    });
}

interface Part {
  readonly fun: string;
  readonly ret: Value | undefined;
  readonly retcode: Value;
}

/** The functions of a return that failed, with what each gave. */
function partsOf(load: Dict): readonly Part[] {
  const fun = load.get("fun");
  const [ret, retcode] = [load.get("return"), load.get("retcode")];
  if (typeof fun === "string") return failedPart(fun, ret, retcode);
  return (isList(fun) ? fun : []).flatMap((name, at) => {
    if (typeof name !== "string") return [];
    if (isList(retcode)) return failedPart(name, getList(load, "return")?.[at], retcode[at]);
    return failedPart(name, get(ret, name), get(retcode, name));
  });
}

function failedPart(fun: string, ret: Value | undefined, retcode: Value | undefined): readonly Part[] {
  return FUNCTIONS.includes(fun) && retcode !== undefined && isTruthy(retcode) ? [{ fun, ret, retcode }] : [];
}

function failedStates(ret: Value | undefined): readonly (readonly [string, Dict])[] {
  if (!isDict(ret)) return [];
  return [...ret].flatMap(([name, state]) =>
    typeof name === "string" && isDict(state) && state.get("result") === false
      ? [[name, state] as const]
      : [],
  );
}
