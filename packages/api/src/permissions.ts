/**
 * What the holder of a token may do, by the rules of `external_auth`.
 */
import type { Dict, Value } from "@salt/core";
import { getDict, getList, getString, includes, isList, pythonRepr } from "@salt/core";

/** Rules that let their holder run everything everywhere. */
const EVERYTHING: ReadonlySet<Value> = new Set([".*", "*"]);
const EVENTS = "@events";

/**
 * The rules that `/login` tells: those of the name, of everybody and of the name's groups, texts before maps, each
 * sorted. What counts is what the master decides.
 */
export function rulesOf(token: Dict, externalAuth: Dict): readonly Value[] {
  const own = getList(token, "auth_list");
  return sorted(own ?? rulesOfRows(token, externalAuth));
}

/** Whether events of everybody's jobs may be told: to `@events`, and to those who may run everything anyhow. */
export function mayHearEvents(token: Dict, externalAuth: Dict): boolean {
  return rulesOf(token, externalAuth).some((rule) => rule === EVENTS || EVERYTHING.has(rule));
}

function rulesOfRows(token: Dict, externalAuth: Dict): readonly Value[] {
  const system = getDict(externalAuth, getString(token, "eauth") ?? "");
  const groups = (getList(token, "groups") ?? []).map((group) => `${String(group)}%`);
  const rows = [getString(token, "name") ?? "", "*", ...groups];
  return rows.flatMap((row) => {
    const rules = system?.get(row);
    return isList(rules) ? rules : [];
  });
}

function sorted(rules: readonly Value[]): readonly Value[] {
  const texts = new Set(rules.filter((rule) => typeof rule === "string"));
  const maps: Value[] = [];
  for (const rule of rules) if (typeof rule !== "string" && !includes(maps, rule)) maps.push(rule);
  const shown = maps
    .map((rule): [string, Value] => [pythonRepr(rule), rule])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return [...[...texts].sort(), ...shown.map(([, rule]) => rule)];
}
