/**
 * The file server's commands, of a file server without files.
 */
import type { Dict } from "@salt/core";
import { isDict } from "@salt/core";
import type { CommandTable, MinionCommand } from "./command.js";

/** The commands. Environments are those of the option `file_roots`; `base` is always there. */
export function fileCommands(fileRoots: Dict): CommandTable<MinionCommand> {
  const environments = [...new Set(["base", ...fileRoots.keys()])].filter((name) => typeof name === "string");
  return new Map<string, MinionCommand>([
    ["_file_envs", () => environments],
    ["_file_list", () => []],
    ["_file_list_emptydirs", () => []],
    ["_dir_list", () => []],
    ["_symlink_list", () => ({})],
    ["_file_find", () => ({ path: "", rel: "" })],
    ["_file_hash", () => ""],
    ["_file_hash_and_stat", () => ["", null]],
    ["_serve_file", () => ({ data: "", dest: "" })],
    ["_file_recv", () => false],
  ]);
}

/** The option `file_roots`, whatever was made of it. */
export function fileRootsOf(option: unknown): Dict {
  return isDict(option) ? option : new Map();
}
