/**
 * To which packages files belong.
 */
import { existsSync } from "node:fs";
import type { Plain } from "@salt/core";
import { fn, needed, pythonStr } from "@salt/core";
import { plainValue, runProgram } from "../program/run-program.js";

export const fileFunctions = {
  owner: fn({
    doc: "The packages to which files belong; empty where none does.",
    examples: ["salt '*' pkg.owner /bin/bash", "salt '*' pkg.owner /usr/bin/dpkg /etc/passwd"],
    varargs: "paths",
    varkw: "kwargs",
    run: async (_args, context, { args }): Promise<Plain> => {
      const owners = new Map<string, string>();
      for (const path of args.map(pythonStr)) {
        const { retcode, stdout } = await runProgram(["dpkg", "-S", "--", path], context, {
          ignore_retcode: false,
        });
        owners.set(path, retcode === 0 ? (stdout.split(":")[0] ?? "") : "");
      }
      return args.length === 1 ? [...owners.values()][0] : args.length === 0 ? "" : owners;
    },
  }),
  which: fn({
    doc: "The package to which a file belongs: nothing where none does; false for what is not the path of a file.",
    examples: ["salt '*' pkg.which /bin/bash"],
    params: { path: needed.str("The path, from the root on.") },
    run: async ({ path }, context): Promise<Plain> => {
      const file = plainValue(path, "path");
      if (!file.startsWith("/") || !existsSync(file)) return false;
      const { retcode, stdout } = await runProgram(["dpkg", "-S", "--", file], context, {
        ignore_retcode: false,
      });
      return retcode === 0 ? (stdout.split(":")[0] ?? "") : null;
    },
  }),
};
