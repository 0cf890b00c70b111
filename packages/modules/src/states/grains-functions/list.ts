/**
 * Grains that are lists.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { includes, isList, isTrial, isTruthy, pythonStr } from "@salt/core";
import { changed, failed, pending, unchanged } from "../answer/answer.js";
import { grainAt } from "./grain.js";

/** A grain, and one value or several. */
export interface ListRequest {
  readonly path: string;
  readonly value: Value;
}

/** Makes values be in a list. */
export async function listPresent(
  { path, value }: ListRequest,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const current = (await grainAt(path, context)) ?? "";
  const shown = pythonStr(value);
  if (isTruthy(current)) {
    if (!isList(current)) return failed(path, `Grain ${path} is not a valid list`);
    const wanted = isList(value) ? value : [value];
    if (wanted.every((one) => includes(current, one)))
      return unchanged(path, `Value ${shown} is already in grain ${path}`);
    if (isTrial(context))
      return pending(path, `Value ${shown} is set to be appended to grain ${path}`, { new: current });
  }
  if (isTrial(context)) return pending(path, `Grain ${path} is set to be added`, { new: current });
  const told = await context.call("grains.append", [path, value]);
  const now = await grainAt(path, context);
  const items = isList(now) ? now : [];
  const isThere = (isList(value) ? value : [value]).every((one) => includes(items, one));
  if (!isThere) return failed(path, `Failed append value ${shown} to grain ${path}`);
  return changed(path, `Append value ${shown} to grain ${path}`, { new: told });
}

/** Makes values not be in a list. */
export async function listAbsent(
  { path, value }: ListRequest,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const current = await grainAt(path, context);
  if (!isTruthy(current)) return unchanged(path, `Grain ${path} does not exist`);
  if (!isList(current)) return failed(path, `Grain ${path} is not a valid list`);
  const [comments, deleted]: [string[], Value[]] = [[], []];
  for (const one of isList(value) ? value : [value]) {
    const shown = pythonStr(one);
    if (!includes(current, one)) {
      comments.push(`Value ${shown} is absent from grain ${path}`);
      continue;
    }
    deleted.push(one);
    if (isTrial(context)) {
      comments.push(`Value ${shown} in grain ${path} is set to be deleted`);
      continue;
    }
    await context.call("grains.remove", [path, one]);
    comments.push(`Value ${shown} was deleted from grain ${path}`);
  }
  if (deleted.length === 0) return unchanged(path, comments.join("\n"));
  return (isTrial(context) ? pending : changed)(path, comments.join("\n"), { deleted });
}

/** Adds one value to a list that is there. */
export async function listAppend(
  { path, value, convert }: ListRequest & { readonly convert: boolean },
  context: ExecutionContext,
): Promise<StateAnswer> {
  const current = await grainAt(path, context);
  if (current === undefined) return failed(path, `Grain ${path} does not exist`);
  const shown = pythonStr(value);
  if (!isList(current) && !convert) return failed(path, `Grain ${path} is not a valid list`);
  if (isList(current) && includes(current, value))
    return unchanged(path, `Value ${shown} is already in the list for grain ${path}`);
  const changes = { added: value };
  if (isTrial(context)) {
    const comment = isList(current)
      ? `Value ${shown} in grain ${path} is set to be added`
      : `Grain ${path} is set to be converted to list and value ${shown} will be added`;
    return pending(path, comment, changes);
  }
  if (isList(current)) await context.call("grains.append", [path, value]);
  else await context.call("grains.setval", [path, current === null ? [value] : [current, value]]);
  return changed(path, `Value ${shown} was added to grain ${path}`, changes);
}
