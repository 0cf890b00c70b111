/**
 * Whether a low chunk can be run at all: the checks made before every call of a state function.
 */
import type { ExecutionFunction, Value } from "@salt/core";
import { isDict, isList, isTruthy, matchGlob, pythonRepr, pythonStr, requiredOf } from "@salt/core";
import { isLacking } from "./lacking-modules.js";
import type { Low } from "./low.js";
import { functionName, wordOf } from "./low.js";
import type { StateFunctions } from "./state-functions.js";

/**
 * Salt's complaints about a chunk; empty when it can be run. Brings it into form on the way: `umask` is read as octal,
 * and `watch` becomes `require` where the module cannot watch.
 */
export async function verifyLow(low: Low, states: StateFunctions): Promise<readonly string[]> {
  const errors = [...formFaults(low), ...umaskFaults(low)];
  if (errors.length > 0) return errors;
  const found = await states.find(functionName(low));
  if ("fn" in found) errors.push(...missingParameters(low, found.fn));
  else errors.push(...notFound(low, found.reason));
  await requireWhereNotWatched(low, "watch", "require", states);
  return [...errors, ...selfRequisites(low)];
}

/** Turns requisites of one kind into another when the module has no `mod_watch`. */
export async function requireWhereNotWatched(
  low: Low,
  from: string,
  to: string,
  states: StateFunctions,
): Promise<void> {
  const watched = low.get(from);
  if (watched === undefined || (await states.has(`${wordOf(low, "state")}.mod_watch`))) return;
  low.delete(from);
  low.set(to, [...items(low.get(to)), ...items(watched)]);
}

function items(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : [];
}

function formFaults(low: Low): string[] {
  const missing = ["state", "fun", "name"].filter((key) => !low.has(key));
  const errors = missing.map((key) => `Missing "${key}" data`);
  const name = low.get("name");
  if (isTruthy(name) && typeof name !== "string" && name !== undefined) {
    const where = low.has("__sls__") ? `in SLS '${wordOf(low, "__sls__")}' ` : "";
    errors.push(
      `ID '${pythonStr(name)}' ${where}is not formed as a string, but is a ${pythonTypeName(name)}`,
    );
  }
  return errors;
}

/** The name of a value's type in Python. */
function pythonTypeName(value: Value): string {
  if (typeof value === "boolean") return "bool";
  if (isList(value)) return "list";
  if (isDict(value)) return "OrderedDict";
  return typeof value === "bigint" || Number.isInteger(value) ? "int" : "float";
}

function umaskFaults(low: Low): string[] {
  const umask = low.get("umask");
  if (umask === undefined) return [];
  low.delete("umask");
  const text = pythonStr(umask).trim();
  if (!/^(0o?)?[0-7]+$/i.test(text)) return [`Invalid umask: ${pythonStr(umask)}`];
  low.set("__umask__", Number.parseInt(text.replace(/^0o/i, ""), 8));
  return [];
}

function notFound(low: Low, reason: string | undefined): string[] {
  const full = functionName(low);
  if (!low.has("__sls__")) return [`Specified state '${full}' was not found`];
  return [
    `State '${full}' was not found in SLS '${wordOf(low, "__sls__")}'`,
    `Reason: ${whyMissing(full, reason)}`,
  ];
}

function whyMissing(full: string, reason: string | undefined): string {
  const module = full.split(".")[0] ?? "";
  if (reason === undefined) {
    const lack = isLacking(module) ? ` This implementation of Salt has no state module '${module}'.` : "";
    return `'${full}' is not available.${lack}`;
  }
  const refused = `'${module}' __virtual__ returned False`;
  return reason === "" ? refused : `${refused}: ${reason}`;
}

function missingParameters(low: Low, fn: ExecutionFunction): string[] {
  return requiredOf(fn)
    .filter((name) => !low.has(name))
    .map((name) => `Missing parameter ${name} for state ${functionName(low)}`);
}

/** A chunk that waits for itself. */
function selfRequisites(low: Low): string[] {
  const kind = low.has("watch") ? "watch" : "require";
  return items(low.get(kind)).flatMap((requisite) => {
    const [entry] = isDict(requisite) ? requisite : [];
    if (entry === undefined || entry[0] !== low.get("state") || typeof entry[1] !== "string") return [];
    const pattern = entry[1];
    if (!["name", "__id__"].some((key) => matchGlob(pattern, wordOf(low, key)))) return [];
    const sls = wordOf(low, "__sls__");
    return [
      `Recursive require detected in SLS ${sls} for require ${pythonRepr(requisite)} in ID ${wordOf(low, "__id__")}`,
    ];
  });
}
