/**
 * `grains.present` and `grains.absent`.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { dict, getString, isDict, isEqual, isTrial, isTruthy, pythonStr } from "@salt/core";
import { answer, failed, pending, unchanged } from "../answer/answer.js";
import { grainAt } from "./grain.js";

/** Makes a grain have a value. */
export async function grainPresent(
  { path, value, force }: { readonly path: string; readonly value: Value; readonly force: boolean },
  context: ExecutionContext,
): Promise<StateAnswer> {
  const current = await grainAt(path, context);
  if (current !== undefined && isEqual(current, value)) return unchanged(path, "Grain is already set");
  if (isTrial(context)) {
    return current === undefined
      ? pending(path, `Grain ${path} is set to be added`, { new: path })
      : pending(path, `Grain ${path} is set to be changed`, { changed: { [path]: value } });
  }
  const told = await setGrain(path, value, { force }, context);
  const isChanged = told.result === true && isDict(told.changes) && told.changes.size > 0;
  return isChanged ? { ...told, comment: `Set grain ${path} to ${pythonStr(value)}` } : told;
}

/** Makes a grain be empty, or not be there. */
export async function grainAbsent(
  request: { readonly path: string; readonly destructive: boolean; readonly force: boolean },
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { path, destructive, force } = request;
  const current = await grainAt(path, context);
  if (current === undefined) return unchanged(path, `Grain ${path} does not exist`);
  const isEmpty = current === null;
  if (isTrial(context)) {
    if (destructive) return pending(path, `Grain ${path} is set to be deleted`, { deleted: path });
    if (isEmpty) return pending(path, "");
    return pending(path, `Value for grain ${path} is set to be deleted (None)`, { grain: path, value: null });
  }
  const told = await setGrain(path, null, { destructive, force }, context);
  if (!isTruthy(told.result)) return told;
  if (destructive) return { ...told, comment: `Grain ${path} was deleted`, changes: { deleted: path } };
  if (isEmpty) return told;
  return {
    ...told,
    comment: `Value for grain ${path} was set to None`,
    changes: { grain: path, value: null },
  };
}

/** Sets a grain; what `grains.set` answers is a state's answer already. */
async function setGrain(
  path: string,
  value: Value,
  options: { readonly force: boolean; readonly destructive?: boolean },
  context: ExecutionContext,
): Promise<StateAnswer> {
  const told = await context.call("grains.set", [path, value], options);
  if (!isDict(told)) return failed(path, pythonStr(told));
  const comment = getString(told, "comment") ?? "";
  return answer(path, told.get("result") === true, comment, told.get("changes") ?? dict({}));
}
