/**
 * Whether a source of packages is as it was asked for.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { isList, isTruthy, pythonStr } from "@salt/core";
import type { Repository } from "../../execution/pkg-functions/repositories.js";
import { commentOf } from "../../execution/pkg-functions/repository-line.js";

/** The facts of a source, by the names that `pkg.get_repo` gives them. */
export function wantedFacts(source: Repository, line: string): MutableDict {
  return new Map<Value, Value>([
    ["comps", source.comps],
    ["disabled", source.disabled],
    ["dist", source.dist],
    ["type", source.type],
    ["uri", source.uri],
    ["line", line],
    ["architectures", source.architectures],
    ["signedby", source.signedby],
  ]);
}

/** Whether nothing is to be changed. */
export function isConfigured(wanted: Dict, now: Dict, kwargs: ReadonlyMap<string, Value>): boolean {
  const isBlock = now.has("suites");
  return [...wanted].every(([key, value]) => {
    const found = now.get(key);
    if (found === undefined) return false;
    if (key === "comps") return sameWords(value, found);
    if (key === "line" && isBlock) return isTrustedToo(pythonStr(value), pythonStr(found), kwargs);
    if (key === "line")
      return isTruthy(wanted.get("disabled")) || sameLine(pythonStr(value), pythonStr(found), kwargs);
    if (key === "architectures" && isTruthy(value)) return sameWords(value, found);
    // A block keeps its key when the line names none.
    if (key === "signedby" && isBlock && !isTruthy(value)) return true;
    return pythonStr(value) === pythonStr(found);
  });
}

function sameWords(left: Value, right: Value): boolean {
  return sortedWords(left) === sortedWords(right);
}

function sortedWords(value: Value): string {
  return (isList(value) ? value.map(pythonStr) : [pythonStr(value)]).sort().join(" ");
}

/** The line that stands for a block has parts that are compared on their own; whether it needs a key is not among them. */
function isTrustedToo(wanted: string, now: string, kwargs: ReadonlyMap<string, Value>): boolean {
  const isWanted = isTruthy(kwargs.get("trusted")) || wanted.includes("trusted=yes");
  return !isWanted || now.includes("trusted=yes");
}

/** Lines are the same when their parts are, in any order; comments count where they were asked for. */
function sameLine(wanted: string, now: string, kwargs: ReadonlyMap<string, Value>): boolean {
  const [line = "", ...rest] = now.split("#");
  if (sortedLine(wanted) !== sortedLine(line)) return false;
  const asked = kwargs.get("comments");
  if (asked === undefined) return true;
  return commentOf(asked) === rest.join("#").trim();
}

function sortedLine(line: string): string {
  const words = line.trim().split(/\s+/);
  return [...words.slice(0, 3), ...words.slice(3).sort()].join(" ");
}
