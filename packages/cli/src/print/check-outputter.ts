/**
 * Refuses outputters that are not there before anything is done.
 */
import type { Dict } from "@salt/core";
import { outputterPlugins } from "@salt/modules";
import type { Options } from "../arguments/option.js";
import type { CommandLine } from "../arguments/program.js";
import { UsageError } from "../arguments/usage-error.js";
import { ownOutputterNames } from "./own-outputter-names.js";

/** Outputters of Salt that are left out, and why. */
const LEFT_OUT: ReadonlyMap<string, string> = new Map([
  ["dson", "it writes a joke's dialect of JSON, for which Salt needs a library of Python"],
  ["overstatestage", "overstates are gone from Salt, and nothing else gives what it prints"],
  ["pony", "it needs the program ponysay"],
  ["virt_query", "it is for the runner virt, which is not served"],
]);

/** Names that the display takes for others, or for the value's own. */
const ALIASES: readonly string[] = ["text", "grains"];

/**
 * Checks `--out`. With `exit_codes: salt` nothing is refused here: as in Salt, the display complains and prints
 * with nested. Throws UsageError.
 */
export function checkOutputter(line: CommandLine<Options>, policy: "honest" | "salt", opts: Dict): void {
  const { output: name } = line.options;
  if (policy === "salt" || !line.given.has("output") || typeof name !== "string" || name === "") return;
  const served = outputterPlugins.ofKind("outputter").map(({ virtualName }) => virtualName);
  if (served.includes(name) || ALIASES.includes(name) || ownOutputterNames(opts).includes(name)) return;
  const reason = LEFT_OUT.get(name);
  throw new UsageError(
    line.program,
    reason === undefined
      ? `--out: there is no outputter '${name}'; there are ${served.toSorted().join(", ")}`
      : `--out: the outputter '${name}' is left out: ${reason}`,
  );
}
