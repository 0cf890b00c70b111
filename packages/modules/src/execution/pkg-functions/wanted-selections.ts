/**
 * What `pkg.set_selections` is told: a map, a text in YAML, or a file of the form that `dpkg --get-selections` prints.
 */
import { readFileSync } from "node:fs";
import type { Dict, ExecutionContext, Value } from "@salt/core";
import {
  CommandExecutionError,
  isDict,
  isTruthy,
  parseYaml,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { runProgram } from "../program/run-program.js";
import { setSelections } from "./selections.js";

/** How the function was called. */
export interface WantedSelections {
  readonly path: string | null;
  readonly selection: Value;
  readonly clear: boolean;
  readonly saltenv: string | null;
}

/**
 * Says to dpkg what it is to do with packages; gives what changed. With `clear` dpkg forgets first what it was told.
 * Throws SaltInvocationError for what is no selection, and CommandExecutionError when dpkg fails.
 */
export async function applySelections(asked: WantedSelections, context: ExecutionContext): Promise<Dict> {
  if (!asked.path && !isTruthy(asked.selection)) return new Map();
  if (asked.path && isTruthy(asked.selection)) {
    throw new SaltInvocationError("Give either 'selection' or 'path' to pkg.set_selections, not both");
  }
  const wanted = asked.path
    ? await fromFile(asked.path, asked.saltenv ?? "base", context)
    : fromArgument(asked.selection);
  if (asked.clear && !isTruthy(context.opts.get("test"))) await forgetSelections(context);
  return await setSelections(wanted, context);
}

function fromArgument(selection: Value): Dict {
  const wanted = isDict(selection) ? selection : parseYaml(pythonStr(selection));
  if (!isDict(wanted)) throw new SaltInvocationError("selection must be a map from states to packages");
  return wanted;
}

async function fromFile(path: string, saltenv: string, context: ExecutionContext): Promise<Dict> {
  const file = await context.call("cp.cache_file", [path, saltenv]);
  if (typeof file !== "string" || file === "") throw new CommandExecutionError(`path: ${path} is not there`);
  const byState = new Map<string, string[]>();
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const [name, state, ...more] = line.trim().split(/\s+/);
    if (name === undefined || name === "" || name.startsWith("#")) continue;
    if (state === undefined || more.length > 0) {
      throw new SaltInvocationError(`path: a line of ${path} is not a package and its state`);
    }
    byState.set(state, [...(byState.get(state) ?? []), name]);
  }
  return byState;
}

async function forgetSelections(context: ExecutionContext): Promise<void> {
  const { retcode, stderr } = await runProgram(["dpkg", "--clear-selections"], context);
  if (retcode !== 0) throw new CommandExecutionError(`Running dpkg --clear-selections failed: ${stderr}`);
}
