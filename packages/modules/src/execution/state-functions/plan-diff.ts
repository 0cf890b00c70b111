/**
 * What a trial says, as a text to read: one entry for each state that would change something or fail.
 */
import type { Dict, Value } from "@salt/core";
import { isDict, isList, isTruthy, pythonStr } from "@salt/core";

/** How many states come to what. */
export interface PlanCounts {
  readonly change: number;
  readonly fail: number;
  readonly same: number;
}

/** The entries, joined by empty lines; empty when nothing would be done. */
export function planDiff(results: Dict): string {
  return [...results].flatMap(([tag, result]) => entryOf(pythonStr(tag), result)).join("\n\n");
}

/** Counts the states. */
export function countPlan(results: Dict): PlanCounts {
  const marks = [...results.values()].map((result) => (isDict(result) ? markOf(result) : "!"));
  const count = (mark: string): number => marks.filter((one) => one === mark).length;
  return { change: count("~"), fail: count("!"), same: count(" ") };
}

/** `~` for a state that would change something, `!` for one that would fail. */
function markOf(result: Dict): "~" | "!" | " " {
  if (result.get("result") === false) return "!";
  return result.get("result") === null || isTruthy(result.get("changes")) ? "~" : " ";
}

function entryOf(tag: string, result: Value): readonly string[] {
  if (!isDict(result)) return [];
  const mark = markOf(result);
  if (mark === " ") return [];
  const [state = "", id = "", name = "", fun = ""] = tag.split("_|-");
  const title = `${mark} ${state}.${fun} ${name}${name === id ? "" : ` (${id})`}`;
  const sls = result.get("__sls__");
  const lines = changeLines(result.get("changes") ?? null);
  const comment = pythonStr(result.get("comment") ?? "").trimEnd();
  const shown = mark === "!" || lines.length === 0 ? [...lines, ...comment.split("\n")] : lines;
  return [[typeof sls === "string" ? `${title} in ${sls}` : title, ...shown.map(indented)].join("\n")];
}

function indented(line: string): string {
  return line === "" ? "" : `    ${line}`;
}

function changeLines(changes: Value): readonly string[] {
  if (!isDict(changes)) return [];
  return [...changes].flatMap(([key, change]) => oneChange(pythonStr(key), change));
}

/** A diff stands as it is; what was and what will be stand as lines with - and +. */
function oneChange(key: string, change: Value): readonly string[] {
  if (typeof change === "string" && change.includes("\n")) {
    const lines = change.replace(/\n$/, "").split("\n");
    return key === "diff" ? lines : [`${key}:`, ...lines.map(indented)];
  }
  if (isDict(change) && change.has("old") && change.has("new")) {
    return [`${key}:`, ...sideLines("-", change.get("old")), ...sideLines("+", change.get("new"))];
  }
  if (isDict(change) && change.size > 0) {
    return [`${key}:`, ...changeLines(change).map(indented)];
  }
  if (isList(change) && change.length > 0)
    return [`${key}:`, ...change.map((item) => `+ ${pythonStr(item)}`)];
  return [`${key}: ${pythonStr(change)}`];
}

function sideLines(sign: string, value: Value | undefined): readonly string[] {
  if (value === undefined || value === null || value === "") return [];
  return pythonStr(value)
    .split("\n")
    .map((line) => `${sign} ${line}`);
}
