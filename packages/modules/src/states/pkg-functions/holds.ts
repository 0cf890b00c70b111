/**
 * Holding packages along with installing them.
 */
import type { ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import {
  CommandExecutionError,
  get,
  getString,
  isDict,
  isTruthy,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { failed } from "../answer/answer.js";

/** Which packages to hold, or to let go. */
export interface HoldRequest {
  readonly name: Value;
  readonly hold: boolean;
  readonly packages: { readonly pkgs: Value; readonly sources?: Value };
}

/** What became of each package, sorted by how it went; or why nothing could be done. */
export type HoldOutcome =
  | {
      readonly modified: readonly Value[];
      readonly same: readonly Value[];
      readonly failed: readonly Value[];
    }
  | { readonly fault: string };

/** Holds packages or lets them go. */
export async function holdAlong(request: HoldRequest, context: ExecutionContext): Promise<HoldOutcome> {
  const action = request.hold ? "pkg.hold" : "pkg.unhold";
  let told: Value;
  try {
    told = await context.call(action, [], { name: request.name, ...request.packages });
  } catch (error) {
    if (error instanceof CommandExecutionError || error instanceof SaltInvocationError)
      return { fault: error.message };
    throw error;
  }
  const all = isDict(told) ? [...told.values()] : [];
  const isChanged = (one: Value): boolean => isTruthy(get(one, "changes"));
  const isFine = (one: Value): boolean => isTruthy(get(one, "result"));
  return {
    modified: all.filter(isChanged),
    same: all.filter((one) => !isChanged(one) && isFine(one)),
    failed: all.filter((one) => !isFine(one)),
  };
}

/** Adds what became of holds to an answer that says that everything is installed already. */
export async function withHolds(
  told: StateAnswer,
  request: HoldRequest,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const outcome = await holdAlong(request, context);
  if ("fault" in outcome) return failed(request.name, outcome.fault);
  const changes: MutableDict = new Map<Value, Value>();
  for (const one of outcome.modified) changes.set(get(one, "name") ?? null, get(one, "changes") ?? null);
  const all = [...outcome.modified, ...outcome.same, ...outcome.failed];
  const comments = all.map((one) => `.\n${commentOf(one)}`);
  const last = all.at(-1);
  const result = last === undefined ? told.result : resultOf(last);
  return { ...told, result, changes, comment: `${told.comment}${comments.join("")}` };
}

/** The sentence of one package. */
export function commentOf(one: Value): string {
  return getString(one, "comment") ?? "";
}

function resultOf(one: Value): boolean | null {
  const result = get(one, "result");
  return typeof result === "boolean" ? result : null;
}

/** Adds changed holds to what was installed: below the versions. */
export function addHoldChanges(modified: readonly Value[], changes: MutableDict): void {
  for (const one of modified) {
    const name = get(one, "name") ?? null;
    const [now, old] = [get(get(one, "changes"), "new"), get(get(one, "changes"), "old")];
    const known = changes.get(name);
    if (!isDict(known)) {
      changes.set(name, new Map([["new", pythonStr(now ?? null)]]));
      continue;
    }
    const below = (before: Value | undefined, after: Value | undefined): string =>
      [pythonStr(before ?? ""), pythonStr(after ?? null)].filter((text) => text !== "").join("\n");
    changes.set(
      name,
      new Map<Value, Value>([
        ...known,
        ["new", below(known.get("new"), now)],
        ["old", below(known.get("old"), old)],
      ]),
    );
  }
}
