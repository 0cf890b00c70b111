/**
 * The configuration of a program: its files, and what the command line changes in them.
 */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { LoadedConfig, OptionTable, Value } from "@salt/core";
import type { Options } from "../arguments/option.js";
import type { CommandLine } from "../arguments/program.js";
import type { Terminal } from "../print/terminal.js";
import { loadWithSdb } from "./sdb-values.js";

/** A loaded configuration and its main file. */
export interface Configuration<T extends OptionTable> extends LoadedConfig<T> {
  readonly file: string;
}

/** Loads `master` or `minion`, which may be missing; options of the command line win where the configuration has them too. */
export async function loadConfiguration<T extends OptionTable>(
  table: T,
  name: "master" | "minion",
  line: CommandLine<Options>,
  terminal: Pick<Terminal, "env" | "err">,
): Promise<Configuration<T>> {
  const file = configFile(name, line, terminal);
  const dir = dirname(file);
  if (!existsSync(dir))
    terminal.err(`WARNING: The configuration directory ${dir} does not exist; defaults are used.\n`);
  return { ...(await loadWithSdb(table, { file, overrides: overridesOf(table, line) })), file };
}

/** The main file: in the directory of `-c`, of the environment, or in /etc/salt. */
export function configFile(
  name: "master" | "minion" | "spm",
  line: CommandLine<Options>,
  { env }: Pick<Terminal, "env">,
): string {
  const { config_dir: dir } = line.options;
  if (line.given.has("config_dir") && typeof dir === "string") return join(dir, name);
  return env[`SALT_${name.toUpperCase()}_CONFIG`] ?? join(env.SALT_CONFIG_DIR ?? String(dir), name);
}

/** What was given on the command line of the options that a configuration has. */
export function overridesOf(table: OptionTable, line: CommandLine<Options>): Record<string, Value> {
  const overrides: Record<string, Value> = {};
  for (const name of line.given) {
    const value = line.options[name];
    const scalar = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    if (name in table && scalar && value !== "") overrides[name] = value;
  }
  return overrides;
}
