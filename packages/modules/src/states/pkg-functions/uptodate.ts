/**
 * `pkg.uptodate`.
 */
import type { ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { dict, errorText, isDict, isList, isTrial, pythonStr } from "@salt/core";
import { answer, failed, has, pending, unchanged } from "../answer/answer.js";
import { changeFailure } from "./fault.js";

/** The arguments of `pkg.uptodate`. */
export interface UpgradeRequest {
  readonly name: Value;
  readonly refresh: Value;
  readonly pkgs: Value;
  readonly kwargs: ReadonlyMap<string, Value>;
}

/** Makes all packages, or some, be of the newest version. */
export async function pkgUptodate(request: UpgradeRequest, context: ExecutionContext): Promise<StateAnswer> {
  const { name, refresh, pkgs } = request;
  if (!(await has(context, "pkg.list_upgrades"))) return failed(name, "State pkg.uptodate is not available");
  if (typeof refresh !== "boolean") return failed(name, "refresh must be either True or False");
  const kwargs = Object.fromEntries(request.kwargs);
  let expected: MutableDict;
  try {
    expected = await upgrades(request, refresh, context);
  } catch (error) {
    return failed(name, errorText(error));
  }
  if (expected.size === 0) return unchanged(name, "System is already up-to-date");
  if (isTrial(context)) return pending(name, "System update will be performed", expected);
  let changes: Value;
  try {
    changes = await context.call("pkg.upgrade", [], { refresh, pkgs, ...kwargs });
  } catch (error) {
    return changeFailure(name, error, "updating packages");
  }
  const done = isDict(changes) ? changes : dict({});
  const missing = isList(pkgs) ? [...expected.keys()].filter((one) => !done.has(one)).map(pythonStr) : [];
  if (missing.length > 0)
    return failed(name, `The following package(s) failed to update: ${missing.join(", ")}`, changes);
  return answer(name, true, "Upgrade ran successfully", changes);
}

async function upgrades(
  request: UpgradeRequest,
  refresh: boolean,
  context: ExecutionContext,
): Promise<MutableDict> {
  const kwargs = Object.fromEntries(request.kwargs);
  const { pkgs } = request;
  const told = await context.call("pkg.list_upgrades", [], { refresh, ...kwargs });
  const expected: MutableDict = new Map<Value, Value>();
  for (const [one, version] of isDict(told) ? told : []) {
    if (isList(pkgs) && !pkgs.includes(one)) continue;
    const old = await context.call("pkg.version", [one], kwargs);
    expected.set(
      one,
      new Map([
        ["new", version],
        ["old", old],
      ]),
    );
  }
  return expected;
}
