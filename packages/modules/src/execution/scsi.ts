/**
 * SCSI devices.
 */
import { existsSync, writeFileSync } from "node:fs";
import type { MutableDict, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  dict,
  executionModule,
  fn,
  maybe,
  needed,
  SaltInvocationError,
} from "@salt/core";
import { splitLines } from "../text/lines.js";
import { systemErrorText } from "./file-functions/system-error.js";
import { COUNTED, programPath, runProgram } from "./program/run-program.js";

export const scsi = executionModule("scsi", {
  doc: "SCSI devices.",
  functions: {
    ls: fn({
      doc: "What lsscsi tells of each device.",
      examples: ["salt '*' scsi.ls", "salt '*' scsi.ls get_size=False"],
      params: { get_size: maybe.bool(true, "With their sizes, which old releases of lsscsi cannot tell.") },
      run: async ({ get_size: hasSize }, context): Promise<Plain> => {
        const command = [programPath("lsscsi"), hasSize ? "-dLsv" : "-dLv"];
        const { retcode, stdout, stderr } = await runProgram(command, context, COUNTED);
        if (retcode !== 0) return stderr.split("\n")[0] ?? "";
        return parseDevices(splitLines(stdout), hasSize);
      },
    }),
    rescan_all: fn({
      doc: "Looks for new devices of an adapter.",
      examples: ["salt '*' scsi.rescan_all 0"],
      params: { host: needed.any("The number of the adapter.") },
      run: ({ host }): Plain => {
        if (!/^\d+$/.test(String(host))) throw new SaltInvocationError("host is a number");
        const folder = `/sys/class/scsi_host/host${String(host)}`;
        if (!existsSync(folder)) return `Host ${String(host)} does not exist`;
        try {
          writeFileSync(`${folder}/scan`, "- - -\n");
        } catch (error) {
          throw new CommandExecutionError(`${folder}/scan: ${systemErrorText(error)}`, { cause: error });
        }
        return [];
      },
    }),
  },
});

/** A line for each device, lines of facts below it. Exported for its test. */
export function parseDevices(lines: readonly string[], hasSize: boolean): MutableDict {
  const devices: MutableDict = new Map<Value, Value>();
  let device: MutableDict | undefined;
  for (const line of lines) {
    if (line.startsWith("[")) {
      const words = line.trim().split(/\s+/);
      const key = words[0] ?? "";
      const size = hasSize ? (words.pop() ?? null) : null;
      const numbers = words.pop() ?? "";
      const [major = null, minor = null] = numbers.startsWith("[") ? numbers.slice(1, -1).split(":") : [];
      const name = words.pop() ?? null;
      device = new Map(
        dict({ lun: key.slice(1, -1), size, major, minor, device: name, model: words.slice(3).join(" ") }),
      );
      devices.set(key, device);
    } else if (line.startsWith(" ") && device !== undefined) {
      const [word = "", path = "", real = ""] = line.trim().split(/\s+/);
      const [key = "", value = ""] = line.trim().split("=");
      if (word.startsWith("dir")) device.set("dir", [path, real.replace(/[[\]]/g, "")]);
      else device.set(key, value);
    }
  }
  return devices;
}
