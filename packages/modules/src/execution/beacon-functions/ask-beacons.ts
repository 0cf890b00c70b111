/**
 * What the functions of `beacons` ask the minion for, and the form of their answers.
 */
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import { beaconSettings, dict, getDict, getList, getString, isDict, isList, isTruthy } from "@salt/core";

/** Keyword arguments that no parameter takes. */
export type Keywords = ReadonlyMap<string, Value>;

/** A comment and whether it went well. */
export function told(comment: Plain, result: boolean): Dict {
  return dict({ comment, result });
}

/** Whether a call only asks what would happen. */
export function isTest(kwargs: Keywords): boolean {
  return isTruthy(kwargs.get("test") ?? null);
}

/** What is said when no minion runs on this machine, or it does not answer. */
export function unanswered(what: string): Dict {
  return told(`Did not receive the ${what} event: no minion on this machine answers`, false);
}

/** Asks the minion; undefined when none runs here. */
export async function ask(
  { control }: ExecutionContext,
  request: { readonly [name: string]: Plain },
): Promise<Dict | undefined> {
  return await control.beacons(dict(request));
}

/** The configured beacons; undefined when no minion runs here. */
export async function configured(context: ExecutionContext, kwargs: Keywords): Promise<Dict | undefined> {
  const include = (name: string): boolean => isTruthy(kwargs.get(name) ?? true);
  const wanted = { include_pillar: include("include_pillar"), include_opts: include("include_opts") };
  const answer = await ask(context, { func: "list", ...wanted });
  return answer === undefined ? undefined : (getDict(answer, "beacons") ?? new Map());
}

/** The names of beacons that can be configured; undefined when no minion runs here. */
export async function available(context: ExecutionContext): Promise<readonly Value[] | undefined> {
  const answer = await ask(context, { func: "list_available" });
  return answer === undefined ? undefined : (getList(answer, "beacons") ?? []);
}

/** What is wrong with a configuration; undefined for nothing. */
export async function faultOf(
  context: ExecutionContext,
  name: string,
  beacon_data: Value,
): Promise<Value | undefined> {
  const answer = await ask(context, { func: "validate_beacon", name, beacon_data });
  if (answer === undefined) return "no minion on this machine answers";
  return isTruthy(answer.get("valid") ?? null) ? undefined : (answer.get("vcomment") ?? "");
}

/** The plugin that a configuration names, or the beacon's own name. */
export function moduleOf(name: string, config: Value): string {
  const settings = isList(config) ? beaconSettings(config) : isDict(config) ? config : undefined;
  return getString(settings, "beacon_module") ?? name;
}
