/**
 * `pkg.group_installed`.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { CommandExecutionError, errorText, get, getList, isList, isTrial, pythonStr } from "@salt/core";
import { answer, failed, has, pending, unchanged } from "../answer/answer.js";
import { changeFailure } from "./fault.js";
import { installedVersions } from "./version-conditions.js";

/** The arguments of `pkg.group_installed`. */
export interface GroupRequest {
  readonly name: Value;
  readonly skip: Value;
  readonly include: Value;
  readonly kwargs: ReadonlyMap<string, Value>;
}

/** Makes the packages of a group of the package manager be installed. */
export async function pkgGroupInstalled(
  request: GroupRequest,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, skip, include } = request;
  const shown = pythonStr(name);
  if (!(await has(context, "pkg.group_diff")))
    return failed(name, "pkg.group_install not available for this platform");
  if (skip !== null && !isList(skip)) return failed(name, "skip must be formatted as a list");
  if (include !== null && !isList(include)) return failed(name, "include must be formatted as a list");
  const kwargs = Object.fromEntries([...request.kwargs].filter(([key]) => !key.startsWith("__")));
  let diff: Value;
  try {
    diff = await context.call("pkg.group_diff", [name], kwargs);
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return failed(
      name,
      `An error was encountered while installing/updating group '${shown}': ${errorText(error)}.`,
    );
  }
  const part = (kind: string, which: string): readonly string[] =>
    (getList(get(diff, kind), which) ?? []).map(pythonStr);
  const [skipped, included] = [(skip ?? []).map(pythonStr), (include ?? []).map(pythonStr)];
  const needed = part("mandatory", "not installed");
  const refused = [...part("mandatory", "installed"), ...needed].filter((one) => skipped.includes(one));
  if (refused.length > 0)
    return failed(name, `The following mandatory packages cannot be skipped: ${refused.join(", ")}`);
  const optional = part("default", "not installed").filter((one) => !skipped.includes(one));
  const targets = [...needed, ...optional, ...included];
  if (targets.length === 0) return unchanged(name, `Group '${shown}' is already installed`);
  const isPartial = ["mandatory", "default", "optional"].some((kind) => part(kind, "installed").length > 0);
  if (isTrial(context)) {
    const would = isPartial ? "is partially installed and will be updated" : "will be installed";
    return pending(name, `Group '${shown}' ${would}`);
  }
  let changes: Value;
  try {
    changes = await context.call("pkg.install", [], { pkgs: targets, ...kwargs });
  } catch (error) {
    return changeFailure(name, error, `installing/updating group '${shown}'`);
  }
  const installed = await installedVersions(context, kwargs);
  const missing = [...needed, ...included].filter((one) => !installed.has(one));
  if (missing.length > 0)
    return failed(name, `Failed to install the following packages: ${missing.join(", ")}`, changes);
  return answer(name, true, `Group '${shown}' was ${isPartial ? "updated" : "installed"}`, changes);
}
