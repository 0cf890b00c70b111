/**
 * The minion as a process; keys of others, where this machine is a master too and both use one key directory.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { CommandExecutionError, executionModule, fn, getString, isMinionId } from "@salt/core";
import { endFunctions } from "./minion-functions/end-functions.js";

const FOLDERS = ["minions", "minions_pre", "minions_rejected", "minions_denied"] as const;

export const minion = executionModule("minion", {
  doc: "This minion as a process, and keys of others where this machine is a master too and both use one key directory.",
  functions: {
    ...endFunctions,
    list: fn({
      doc: "The ids of minions by the state of their keys in `pki_dir`; empty where the master has another directory.",
      examples: ["salt 'master' minion.list"],
      run: (_args, { opts }) => {
        const dir = getString(opts, "pki_dir");
        if (dir === undefined) throw new CommandExecutionError("The option pki_dir is not set");
        return Object.fromEntries(FOLDERS.map((name) => [name, idsIn(join(dir, name))]));
      },
    }),
  },
});

function idsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter(isMinionId).sort();
  } catch {
    // A directory that only masters have.
    return [];
  }
}
