/**
 * Logical volumes, by LVM.
 */
import type { Dict, ExecutionContext } from "@salt/core";
import { dict, executionModule, fn } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { groupFunctions } from "./lvm-functions/groups.js";
import { logicalFunctions } from "./lvm-functions/logical.js";
import { physicalFunctions } from "./lvm-functions/physical.js";
import { programPath, runProgram } from "./program/run-program.js";

export const linuxLvm = executionModule("linux_lvm", {
  doc: "Logical volumes, by LVM.",
  virtualName: "lvm",
  available: () =>
    findProgram("lvm") !== undefined ||
    "The linux_lvm execution module cannot be loaded: the lvm binary is not in the path.",
  functions: {
    version: fn({
      doc: "The version of LVM.",
      examples: ["salt '*' lvm.version"],
      run: async (_args, context) => [...(await versions(context)).values()].map(String)[0] ?? "",
    }),
    fullversion: fn({
      doc: "The versions of LVM, its library and its driver.",
      examples: ["salt '*' lvm.fullversion"],
      run: (_args, context): Promise<Dict> => versions(context),
    }),
    ...physicalFunctions,
    ...groupFunctions,
    ...logicalFunctions,
  },
});

async function versions(context: ExecutionContext): Promise<Dict> {
  const { stdout } = await runProgram([programPath("lvm"), "version"], context);
  const pairs = stdout.split("\n").map((line) => line.split(":").map((part) => part.trim()));
  return dict(
    Object.fromEntries(pairs.flatMap(([key, value]) => (key && value !== undefined ? [[key, value]] : []))),
  );
}
