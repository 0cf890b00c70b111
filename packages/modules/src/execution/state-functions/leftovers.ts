/**
 * Which state runs are at work, and what runs leave in the cache.
 */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fn, getString, maybe } from "@salt/core";
import { runsAtWork } from "./conflict.js";

const ENDING = ".cache.p";

/** `running` and `clear_cache`. */
export const leftoverFunctions = {
  running: fn({
    doc: "Texts about the state runs at work: a new one is refused while there are any.",
    examples: ["salt '*' state.running"],
    params: { concurrent: maybe.bool(false, "True to answer as if there were none.") },
    run: async ({ concurrent }, context) => (concurrent ? [] : await runsAtWork(context)),
  }),
  clear_cache: fn({
    doc: "Removes the high data of earlier runs from the cache. Answers with the names of the files.",
    examples: ["salt '*' state.clear_cache"],
    run: (_args, { opts }) => {
      const dir = getString(opts, "cachedir") ?? "";
      const names = existsSync(dir) ? readdirSync(dir).filter((name) => name.endsWith(ENDING)) : [];
      for (const name of names) rmSync(join(dir, name), { force: true });
      return names;
    },
  }),
};
