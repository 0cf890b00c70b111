/**
 * Manual pages and completion files of the programs.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bashCompletion, fishCompletion, manPage, PROGRAMS, zshCompletion } from "@salt/cli";
import { builtinPlugins } from "@salt/modules";
import { root } from "../setup.js";
import { functionNames } from "./function-pages.js";

/** Folder by folder, `[name, text]` of every file. */
export async function programFiles() {
  const { bin } = JSON.parse(readFileSync(join(root, "packages", "cli", "package.json"), "utf8"));
  const programs = PROGRAMS.filter(({ name }) => name in bin);
  const names = {
    execution: await functionNames("execution"),
    runner: await functionNames("runner"),
    outputters: builtinPlugins.ofKind("outputter").map(({ virtualName }) => virtualName),
  };
  return {
    "docs/man": programs.map((program) => [`${program.name}.1`, manPage(program)]),
    completions: [
      ["salt.bash", bashCompletion(programs, names)],
      ["_salt", zshCompletion(programs, names)],
      ["salt.fish", fishCompletion(programs, names)],
    ],
  };
}
