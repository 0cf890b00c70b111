/**
 * Reads the command line of `salt-call`, and what it changes in the minion's configuration.
 */
import { resolve } from "node:path";
import type { Value } from "@salt/core";
import { parseYamlArgument } from "@salt/core";
import { CommandError } from "../command-error.js";
import type { Settings } from "../settings.js";

/** What `salt-call` was asked to do. */
export type CallCommand =
  | { readonly do: "grains" }
  | { readonly do: "docs"; readonly fun: string }
  | { readonly do: "call"; readonly fun: string; readonly words: readonly string[] };

const NOT_SERVED: ReadonlyArray<readonly [option: string, sentence: string]> = [
  ["proxyid", "Proxy minions (--proxyid) are not served yet."],
  ["resources_dispatch", "Resources (-r) are not served yet."],
];

/** Reads the words. Throws CommandError. */
export function readCallCommand(positionals: readonly string[], settings: Settings): CallCommand {
  for (const [option, sentence] of NOT_SERVED) if (settings.isGiven(option)) throw new CommandError(sentence);
  const [fun, ...words] = positionals;
  if (settings.flag("grains_run")) {
    if (fun !== undefined) throw new CommandError("-g/--grains does not accept any arguments");
    return { do: "grains" };
  }
  if (settings.flag("doc")) {
    if (words.length > 0) throw new CommandError("You can only get documentation for one method at one time");
    return { do: "docs", fun: fun ?? "" };
  }
  if (fun === undefined) throw new CommandError("Requires function, --grains or --doc", { withHelp: true });
  return { do: "call", fun, words };
}

const SWITCHES = ["skip_grains", "refresh_grains_cache", "no_return_event"] as const;

/**
 * What the command line changes in the configuration under other names than its own. `settings` must not read the
 * configuration itself.
 */
export function configOverrides(settings: Settings): Readonly<Record<string, Value>> {
  const overrides: Record<string, Value> = {};
  for (const name of SWITCHES) if (settings.flag(name)) overrides[name] = true;
  if (settings.flag("local")) Object.assign(overrides, { local: true, file_client: "local" });
  const moduleDirs = settings.texts("module_dirs").flatMap((dirs) => dirs.split(","));
  if (moduleDirs.length > 0) overrides.module_dirs = moduleDirs.map((dir) => resolve(dir));
  for (const [option, name] of ROOTS) {
    const dirs = settings.isGiven(option) ? settings.texts(option) : [];
    if (dirs.length > 0) overrides[name] = new Map([["base", dirs.map((dir) => resolve(dir))]]);
  }
  const states = settings.isGiven("states_dir") ? settings.texts("states_dir") : [];
  if (states.length > 0) overrides.states_dirs = states.map((dir) => resolve(dir));
  return overrides;
}

/** Executors and their options, which the command line has as YAML. */
export async function executorOverrides(settings: Settings): Promise<Readonly<Record<string, Value>>> {
  const overrides: Record<string, Value> = {};
  for (const name of ["module_executors", "executor_opts"]) {
    const text = settings.isGiven(name) ? settings.text(name) : undefined;
    if (text !== undefined) overrides[name] = await parseYamlArgument(text);
  }
  // One name alone may be given as a text, as in Salt.
  if (typeof overrides.module_executors === "string")
    overrides.module_executors = [overrides.module_executors];
  return overrides;
}

const ROOTS = [
  ["file_root", "file_roots"],
  ["pillar_root", "pillar_roots"],
] as const;

/** Options that have no effect with a master, which then serves files and pillar; a sentence, or undefined. */
export function ignoredRoots(settings: Settings): string | undefined {
  if (settings.flag("local")) return undefined;
  const given = ["file_root", "pillar_root", "states_dir"].filter((name) => settings.isGiven(name));
  if (given.length === 0) return undefined;
  const flags = given.map((name) => `--${name.replaceAll("_", "-")}`).join(", ");
  const verb = given.length === 1 ? "is" : "are";
  return (
    `Warning: ${flags} ${verb} ignored because --local was not specified; the remote file client retrieves these ` +
    "from the master. Re-run with --local to use the local override."
  );
}
