/**
 * Block devices, and room on file systems.
 */
import type { ExecutionContext, Plain } from "@salt/core";
import { CommandExecutionError, executionModule, fn, maybe } from "@salt/core";
import { deviceFunctions } from "./disk-functions/device-functions.js";
import { driveFunctions } from "./disk-functions/drive-functions.js";
import { runProgram } from "./program/run-program.js";

const flags = maybe.str(null, "Letters of options of `df`, out of H, T, a, h, i, k, l, m, t, v, x.");

export const disk = executionModule("disk", {
  doc: "Block devices, and room on file systems.",
  available: () => (process.platform === "win32" ? "Windows has no df" : true),
  functions: {
    ...deviceFunctions,
    ...driveFunctions,
    usage: fn({
      doc: "Room on file systems in blocks of 1024 bytes: in all, used, available.",
      examples: ["salt '*' disk.usage"],
      params: { args: flags },
      run: async ({ args }, context): Promise<Plain> => {
        const rows = await rowsOf(["df", "-P", ...flagWords(args, "disk.usage")], context);
        return Object.fromEntries(
          rows.map(([filesystem = "", blocks = "", used = "", available = "", capacity = "", path = ""]) => [
            path,
            { filesystem, "1K-blocks": blocks, used, available, capacity },
          ]),
        );
      },
    }),
    inodeusage: fn({
      doc: "How many files there may be on file systems, and how many there are.",
      examples: ["salt '*' disk.inodeusage"],
      params: { args: flags },
      run: async ({ args }, context): Promise<Plain> => {
        const rows = await rowsOf(["df", "-iP", ...flagWords(args, "disk.inodeusage")], context);
        return Object.fromEntries(
          rows.map(([filesystem = "", inodes = "", used = "", free = "", use = "", path = ""]) => [
            path,
            { inodes, used, free, use, filesystem },
          ]),
        );
      },
    }),
    percent: fn({
      doc: "The share of file systems that is used: of all, or of the one mounted at a path.",
      examples: ["salt '*' disk.percent", "salt '*' disk.percent /var"],
      params: { args: maybe.str(null, "Where the file system is mounted.") },
      run: async ({ args }, context): Promise<Plain> => {
        const rows = await rowsOf(["df", "-P"], context);
        const shares: { [path: string]: string } = Object.fromEntries(
          rows.map((row) => [row[5] ?? "", row[4] ?? ""]),
        );
        if (args === null || args === "") return shares;
        return Object.hasOwn(shares, args) ? shares[args] : {};
      },
    }),
  },
});

function flagWords(given: string | null, name: string): readonly string[] {
  if (given === null || given === "") return [];
  if (/^[HTahiklmtvx]+$/.test(given)) return [`-${given}`];
  throw new CommandExecutionError(`Invalid flag passed to ${name}`);
}

/** The columns of each line; blanks in the name of a file system belong to it. */
async function rowsOf(
  command: readonly string[],
  context: ExecutionContext,
): Promise<readonly (readonly string[])[]> {
  const { stdout } = await runProgram(command, context);
  const lines = stdout.split("\n").filter((line) => line !== "" && !line.startsWith("Filesystem"));
  return lines.flatMap((line) => {
    const found = /^(.*?)\s+(\d+|-)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S.*)$/.exec(line);
    return found === null ? [] : [found.slice(1)];
  });
}
