/**
 * Grains on the minion's own process: its account, its process id, and the program it runs.
 */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plain } from "@salt/core";
import { grainsModule } from "@salt/core";
import { readAccount } from "./portable/account.js";
import { thisMachine } from "./portable/machine.js";
import { PYTHON_LEVEL, SALT_LEVEL, SALT_VERSION } from "./portable/salt-version.js";

/** The program: its version, the release of Salt that it is to be taken for, and what runs it. */
function program(): Readonly<Record<string, Plain>> {
  return {
    saltversion: SALT_VERSION,
    saltversioninfo: SALT_LEVEL,
    saltpath: dirname(fileURLToPath(import.meta.url)),
    pythonversion: PYTHON_LEVEL,
    nodeversion: process.versions.node.split(".").map(Number),
    nodeexecutable: process.execPath,
  };
}

/** `username`, `groupname`, `pid`, `uid`, `gid`, `saltversion`, `saltversioninfo`, `saltpath`, `pythonversion` and Node's own. */
export const minionProcess = grainsModule("minion_process", {
  doc: "The minion's process and program.",
  functions: { account: () => ({ ...readAccount(thisMachine) }), program },
});
