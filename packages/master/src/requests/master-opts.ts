/**
 * `_master_opts`: the options of the master that state runs on minions go by.
 */
import type { Dict, Value } from "@salt/core";
import { isTruthy } from "@salt/core";
import type { MinionCommand } from "./command.js";

/** Options that every caller gets, with the reference's defaults. */
const FOR_FILES: readonly (readonly [string, Value])[] = [
  ["top_file_merging_strategy", "merge"],
  ["env_order", []],
  ["default_top", "base"],
];

/** Options that only state runs need. */
const FOR_STATES: readonly (readonly [string, Value])[] = [
  ["renderer", "jinja|yaml"],
  ["failhard", false],
  ["state_top", "top.sls"],
  ["state_top_saltenv", null],
  ["nodegroups", new Map()],
  ["state_auto_order", true],
  ["state_events", false],
  ["state_aggregate", false],
  ["jinja_env", new Map()],
  ["jinja_sls_env", new Map()],
  ["jinja_lstrip_blocks", false],
  ["jinja_trim_blocks", false],
];

/** The command, for the options of a configuration by name. */
export function masterOptsCommand(opts: Dict, fileRoots: Dict): MinionCommand {
  const environments = new Map<Value, Value>([
    ["base", []],
    ...[...fileRoots.keys()].map((name) => [name, []] as const),
  ]);
  const chosen = (rows: readonly (readonly [string, Value])[]): readonly (readonly [string, Value])[] =>
    rows.map(([name, fallback]) => [name, opts.get(name) ?? fallback]);
  return ({ load }) => {
    const forFiles = [["file_roots", environments] as const, ...chosen(FOR_FILES)];
    return new Map<Value, Value>(
      isTruthy(load.get("env_only")) ? forFiles : [...forFiles, ...chosen(FOR_STATES)],
    );
  };
}
