/**
 * Devices that are reached by several paths.
 */
import { existsSync } from "node:fs";
import type { Plain } from "@salt/core";
import { executionModule, fn, needed } from "@salt/core";
import { splitLines } from "../text/lines.js";
import { plainName, programPath, runProgram } from "./program/run-program.js";

export const devmap = executionModule("devmap", {
  doc: "Devices that are reached by several paths.",
  functions: {
    multipath_list: fn({
      doc: "What `multipath -l` prints.",
      examples: ["salt '*' devmap.multipath_list"],
      run: async (_args, context) =>
        splitLines(
          (await runProgram([programPath("multipath"), "-l"], context, { redirect_stderr: true })).stdout,
        ),
    }),
    multipath_flush: fn({
      doc: "Makes a device that is not in use be forgotten; what multipath prints.",
      examples: ["salt '*' devmap.multipath_flush /dev/null"],
      params: { device: needed.str("The device.") },
      run: async (args, context): Promise<Plain> => {
        const device = plainName(args.device, "device");
        if (!existsSync(device)) return `${device} does not exist`;
        const command = [programPath("multipath"), "-f", device];
        return splitLines((await runProgram(command, context, { redirect_stderr: true })).stdout);
      },
    }),
  },
});
