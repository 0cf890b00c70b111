/**
 * `pkgrepo.managed`, for machines with apt.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import {
  CommandExecutionError,
  dict,
  errorText,
  isDict,
  isEqual,
  isTrial,
  isTruthy,
  pythonStr,
} from "@salt/core";
import { archiveLine } from "../../execution/pkg-functions/personal-archive.js";
import { parseRepository } from "../../execution/pkg-functions/repositories.js";
import { lineOf, parsed, withOptions } from "../../execution/pkg-functions/repository-line.js";
import { answer, environmentOf, failed, has, pending, unchanged } from "../answer/answer.js";
import { isConfigured, wantedFacts } from "./compare.js";

/** The arguments of `pkgrepo.managed`. */
export interface RepositoryRequest {
  readonly name: string;
  readonly ppa: Value;
  readonly aptkey: boolean;
  readonly kwargs: ReadonlyMap<string, Value>;
}

/** Makes a source of packages be there, as it was asked for. */
export async function repositoryManaged(
  request: RepositoryRequest,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name } = request;
  if (!(await has(context, "pkg.get_repo")))
    return failed(name, "Repo management not implemented on this platform");
  const fault = wrongArguments(request.kwargs);
  if (fault !== undefined) return failed(name, fault);
  const repo = request.ppa === null ? name : `ppa:${pythonStr(request.ppa)}`;
  const kwargs = optionsOf(request);
  let before: MutableDict;
  try {
    before = await found(repo, kwargs, context);
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return failed(name, `Failed to examine repo '${name}': ${error.message}`);
  }
  const wanted = factsOf(repo, kwargs, context);
  const isThere = before.size > 0;
  if (isThere && !isFileUnclean(name, kwargs) && isConfigured(wanted, before, kwargs))
    return unchanged(name, `Package repo '${name}' already configured`);
  if (isTrial(context)) return trial(name, wanted, before);
  try {
    const file = kwargs.get("file");
    if (isTruthy(kwargs.get("clean_file"))) writeFileSync(pythonStr(file ?? ""), "");
    const options = { saltenv: environmentOf(context), aptkey: request.aptkey };
    await context.call("pkg.mod_repo", [repo], { ...Object.fromEntries(kwargs), ...options });
  } catch (error) {
    return failed(name, `Failed to configure repo '${name}': ${errorText(error)}`);
  }
  const after = await found(repo, kwargs, context);
  const changes = isThere ? difference([...wanted.keys()], before, after) : dict({ repo });
  return answer(name, true, `Configured package repo '${name}'`, changes);
}

function wrongArguments(kwargs: ReadonlyMap<string, Value>): string | undefined {
  if (kwargs.has("repo"))
    return "'repo' is not a supported argument for this state. The 'name' argument is probably what was intended.";
  if (isTruthy(kwargs.get("enabled") ?? null) && isTruthy(kwargs.get("disabled") ?? null))
    return "Only one of enabled/disabled is allowed";
  const isInsecure = pythonStr(kwargs.get("key_url") ?? "")
    .trim()
    .startsWith("http:");
  if (isInsecure && !isTruthy(kwargs.get("allow_insecure_key") ?? true))
    return "Cannot have 'key_url' using http with 'allow_insecure_key' set to True";
  return undefined;
}

/** The arguments for the package manager: `enabled` becomes `disabled`. */
function optionsOf({ name, kwargs }: RepositoryRequest): Map<string, Value> {
  const [enabled, disabled] = [kwargs.get("enabled"), kwargs.get("disabled")];
  const options = new Map(kwargs);
  for (const key of ["enabled", "disabled", "allow_insecure_key"]) options.delete(key);
  options.set("name", name);
  const isOff = enabled === undefined || enabled === null ? isTrueWord(disabled) : !isTrueWord(enabled);
  return options.set("disabled", isOff);
}

/** The facts that are asked for; none for a line that cannot be read, which the package manager refuses. */
function factsOf(repo: string, kwargs: ReadonlyMap<string, Value>, context: ExecutionContext): MutableDict {
  if (parseRepository(archiveLine(repo, context) ?? repo, "") === undefined) return new Map<Value, Value>();
  // Comments are compared on their own.
  const source = withOptions(parsed(repo, context), new Map([...kwargs, ["comments", ""]]));
  return wantedFacts(source, lineOf(source));
}

function isTrueWord(value: Value | undefined): boolean {
  if (typeof value !== "string") return isTruthy(value);
  return Number(value) > 0 || value.toLowerCase() === "true";
}

async function found(
  repo: string,
  kwargs: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<MutableDict> {
  const told = await context.call("pkg.get_repo", [], { ...Object.fromEntries(kwargs), repo });
  return new Map<Value, Value>(isDict(told) ? told : []);
}

/** Whether the file is to hold the line alone, and holds others. */
function isFileUnclean(name: string, kwargs: ReadonlyMap<string, Value>): boolean {
  const file = kwargs.get("file");
  if (!isTruthy(kwargs.get("clean_file")) || typeof file !== "string" || !existsSync(file)) return false;
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.trim());
  return lines.some((line) => line !== "" && !line.startsWith("#") && line !== name.trim());
}

function trial(name: string, wanted: MutableDict, before: MutableDict): StateAnswer {
  const comment =
    `Package repo '${name}' would be configured. This may cause pkg states to behave differently than stated if this ` +
    "action is repeated without test=True, due to the differences in the configured repositories.";
  if (before.size === 0) return pending(name, comment, { repo: name });
  before.delete("file");
  return pending(name, comment, difference([...wanted.keys()], before, wanted));
}

function difference(keys: readonly Value[], before: MutableDict, after: MutableDict): MutableDict {
  const changes: MutableDict = new Map<Value, Value>();
  for (const key of keys) {
    const [old, now] = [before.get(key) ?? null, after.get(key) ?? null];
    if (!isEqual(old, now)) changes.set(key, dict({ new: now, old }));
  }
  return changes;
}
