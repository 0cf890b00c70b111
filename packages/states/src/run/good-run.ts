/**
 * Whether a run went well: no state failed, or what failed was mended by states with `onfail` and `onfail_stop: False`.
 */
import type { Dict, Value } from "@salt/core";
import { isDict, isList, pythonStr } from "@salt/core";

/** Weighs results by tags; `high` is the data they came from, where `onfail` stands. An empty run is not good. */
export function isGoodRun(results: Dict, high?: Dict): boolean {
  if (results.size === 0) return false;
  return [...results].every(([tag, result]) => isGood(result, false) || isMended(tag, results, high));
}

function isGood(result: Value, within: boolean): boolean {
  if (!isDict(result)) return within;
  if (result.has("result")) return result.get("result") !== false;
  // A map of further results.
  return result.size > 0 && [...result.values()].every((inner) => isGood(inner, true));
}

function isMended(tag: Value, results: Dict, high: Dict | undefined): boolean {
  if (high === undefined) return false;
  const [state = "", id = ""] = pythonStr(tag).split("_|-");
  const handlers = [...high].flatMap(([name, body]) =>
    name === id || !isDict(body)
      ? []
      : [...body]
          .filter(([, args]) => handles(args, state, id))
          .map(([module]) => `${pythonStr(module)}_|-${pythonStr(name)}_|-`),
  );
  if (handlers.length === 0) return false;
  const outcomes = [...results]
    .filter(([other]) => handlers.some((handler) => pythonStr(other).startsWith(handler)))
    .map(([, result]) => (isDict(result) ? result.get("result") : undefined));
  return outcomes.includes(true) && !outcomes.includes(false);
}

/** Whether a state's arguments say that it is run when another one fails, and that all is well then. */
function handles(args: Value, state: string, id: string): boolean {
  const entries = (isList(args) ? args : []).filter(isDict).flatMap((arg) => [...arg]);
  if (!entries.some(([key, value]) => key === "onfail_stop" && value === false)) return false;
  return entries
    .filter(([key]) => key === "onfail")
    .flatMap(([, value]) => (isList(value) ? value : []))
    .filter(isDict)
    .some((requisite) => [...requisite].some(([key, value]) => key === state && value === id));
}
