/**
 * The grains kept by hand, in the file `grains` beside the configuration.
 */
import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  getString,
  isDict,
  isTruthy,
  parseYaml,
  writeFileAtomic,
  YamlError,
} from "@salt/core";
import { yamlText } from "../../outputters/yaml-text.js";

/** Readable for all, as the grains themselves are for every job. */
const NEW_FILE_MODE = 0o644;

/** What to do beside writing the file. */
export interface SetOptions {
  /** A value of null removes the grain. */
  readonly destructive: boolean;
  /** Fetch the pillar again, since it may depend on grains. */
  readonly refreshPillar: boolean;
}

/**
 * Writes grains to the file and makes the minion look at its grains again. Gives the changes, or a text when the file
 * is no YAML. Throws CommandExecutionError when the file cannot be written.
 */
export async function setGrains(
  changes: Dict,
  context: ExecutionContext,
  options: SetOptions,
): Promise<Dict | string> {
  const path = grainsPath(context.opts);
  const kept = readKept(path);
  if (typeof kept === "string") return kept;
  for (const [key, value] of changes) applyTo(kept, key, value, options.destructive);
  write(path, kept);
  // What follows in the same job sees the change at once.
  if (context.grains instanceof Map) {
    for (const [key, value] of changes) applyTo(context.grains, key, value, options.destructive);
  }
  if (isTruthy(context.opts.get("local"))) return changes;
  await context.control.refreshGrains();
  if (options.refreshPillar) await context.control.refreshPillar();
  return changes;
}

function applyTo(grains: MutableDict, key: Value, value: Value, destructive: boolean): void {
  if (value === null && destructive) grains.delete(key);
  else grains.set(key, value);
}

function grainsPath(opts: Dict): string {
  const configuration = getString(opts, "conf_file");
  if (configuration === undefined) {
    throw new CommandExecutionError(
      "There is no place for grains: the minion runs without a configuration file",
    );
  }
  return join(isDirectory(configuration) ? configuration : dirname(configuration), "grains");
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function readKept(path: string): MutableDict | string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true) return new Map();
  try {
    const value = parseYaml(readFileSync(path, "utf8"));
    return isDict(value) ? new Map<Value, Value>(value) : new Map();
  } catch (error) {
    if (error instanceof YamlError) return `Unable to read existing grains file: ${error.message}`;
    throw new CommandExecutionError(`The grains file ${path} cannot be read: ${errorText(error)}`, {
      cause: error,
    });
  }
}

function write(path: string, grains: Dict): void {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    const target = stat === undefined ? path : realpathSync(path);
    const mode = stat === undefined ? NEW_FILE_MODE : stat.mode & 0o777;
    writeFileAtomic(target, yamlText(grains), { mode });
  } catch (error) {
    throw new CommandExecutionError(`The grains file ${path} cannot be written: ${errorText(error)}`, {
      hint: "Let the account that the minion runs as write to the directory.",
      cause: error,
    });
  }
}
