/**
 * What dpkg is to do with packages: install, hold, deinstall, purge.
 */
import type { Dict, ExecutionContext, MutableDict, Plain, Value } from "@salt/core";
import { dict, isDict, isList, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import { plainName, runProgram } from "../program/run-program.js";
import { packageName } from "./apt.js";

const STATES: readonly string[] = ["install", "hold", "deinstall", "purge"];

/** Packages by state. */
export async function selections(
  pattern: string,
  context: ExecutionContext,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { stdout } = await runProgram(
    ["dpkg", "--get-selections", "--", plainName(pattern, "pattern")],
    context,
  );
  const found = new Map<string, string[]>();
  for (const line of stdout.split("\n")) {
    const [name, state] = line.trim().split(/\s+/);
    if (name === undefined || state === undefined) continue;
    found.set(state, [...(found.get(state) ?? []), name]);
  }
  return found;
}

/** The packages that are held. */
export async function heldPackages(context: ExecutionContext): Promise<readonly string[]> {
  return (await selections("*", context)).get("hold") ?? [];
}

/** Sets the state of one package; whether that went well. */
export async function setSelection(name: string, state: string, context: ExecutionContext): Promise<boolean> {
  const stdin = `${packageName(name)} ${state}`;
  return (await runProgram(["dpkg", "--set-selections"], context, { stdin })).retcode === 0;
}

/** Sets the states of packages; gives old and new state of those that changed. Throws SaltInvocationError. */
export async function setSelections(wanted: Dict, context: ExecutionContext): Promise<Dict> {
  const wrong = [...wanted.keys()].map(pythonStr).filter((state) => !STATES.includes(state));
  if (wrong.length > 0) throw new SaltInvocationError(`Invalid state(s): ${wrong.join(", ")}`);
  const states = new Map(
    [...(await selections("*", context))].flatMap(([state, names]) => names.map((name) => [name, state])),
  );
  const changed: MutableDict = new Map();
  for (const [key, names] of wanted) {
    const state = pythonStr(key);
    for (const name of (isList(names) ? names : [names]).map(pythonStr)) {
      const old = states.get(name);
      if (old === state || isTruthy(context.opts.get("test"))) continue;
      if (await setSelection(name, state, context)) changed.set(name, dict({ old: old ?? null, new: state }));
    }
  }
  return changed;
}

/** Holds packages or lets them go; gives a state's return for each. */
export async function holdPackages(
  isHold: boolean,
  given: { readonly name: Value; readonly pkgs: Value; readonly sources: Value },
  context: ExecutionContext,
): Promise<Dict> {
  const out: MutableDict = new Map();
  for (const name of targetNames(given)) {
    const known = await selections(packageName(name), context);
    out.set(name, dict(await holdOne(isHold, name, known, context)));
  }
  return out;
}

async function holdOne(
  isHold: boolean,
  name: string,
  known: ReadonlyMap<string, readonly string[]>,
  context: ExecutionContext,
): Promise<{ readonly [key: string]: Plain }> {
  const plain = { name, changes: {}, result: false as boolean | null, comment: "" };
  if (!isHold && known.size === 0) return { ...plain, comment: `Package ${name} does not have a state.` };
  const isHeld = (known.get("hold") ?? []).length > 0;
  const not = isHold ? "" : "not ";
  if (isHeld === isHold)
    return { ...plain, result: true, comment: `Package ${name} is already set ${not}to be held.` };
  if (isTruthy(context.opts.get("test")))
    return { ...plain, result: null, comment: `Package ${name} is set ${not}to be held.` };
  const state = isHold ? "hold" : "install";
  const changes = (await setSelections(dict({ [state]: [name] }), context)).get(name) ?? dict();
  const comment = isHold ? `Package ${name} is now being held.` : `Package ${name} is no longer being held.`;
  return { ...plain, changes, result: true, comment };
}

function targetNames({
  name,
  pkgs,
  sources,
}: {
  readonly name: Value;
  readonly pkgs: Value;
  readonly sources: Value;
}): readonly string[] {
  if (![name, pkgs, sources].some(isTruthy))
    throw new SaltInvocationError("One of name, pkgs, or sources must be specified.");
  if (isTruthy(pkgs) && isTruthy(sources))
    throw new SaltInvocationError("Only one of pkgs or sources can be specified.");
  const list = isTruthy(pkgs) ? pkgs : isTruthy(sources) ? sources : name;
  const items = isList(list) ? list : pythonStr(list).split(",");
  return items.map((item) => (isDict(item) ? pythonStr([...item.keys()][0] ?? "") : pythonStr(item).trim()));
}
