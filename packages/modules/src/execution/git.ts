/**
 * Repositories of git.
 */
import type { Plain } from "@salt/core";
import { executionModule, isInt, maybe } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { fileFn } from "./file-functions/system-error.js";
import { configFunctions } from "./git-functions/config-functions.js";
import { remoteFunctions } from "./git-functions/remote-functions.js";
import { repositoryFunctions } from "./git-functions/repository-functions.js";
import { revisionFunctions } from "./git-functions/revision-functions.js";
import { worktreeFunctions } from "./git-functions/worktree-functions.js";
import { runProgram } from "./program/run-program.js";

export const git = executionModule("git", {
  doc: "Repositories of git.",
  available: () =>
    findProgram("git") === undefined
      ? "The git execution module cannot be loaded: git unavailable. (apt-get install git)"
      : true,
  functions: {
    ...repositoryFunctions,
    ...revisionFunctions,
    ...remoteFunctions,
    ...configFunctions,
    ...worktreeFunctions,
    version: fileFn({
      doc: "The version of git.",
      examples: ["salt '*' git.version"],
      params: { versioninfo: maybe.bool(false, "As a list of its parts.") },
      run: async (args, context): Promise<Plain> => {
        const { stdout } = await runProgram(["git", "--version"], context);
        const version = (stdout.split("(")[0] ?? "").trim().split(/\s+/).at(-1) ?? "unknown";
        if (!args.versioninfo) return version;
        return version.split(".").map((part) => (isInt(Number(part)) ? Number(part) : part));
      },
    }),
  },
});
