/**
 * Returns as lines of JSON in one file.
 */
import { appendFile } from "node:fs/promises";
import {
  CommandExecutionError,
  errorText,
  refuseReturnKwargs,
  returnerModule,
  returnerOption,
  toJson,
} from "@salt/core";

const DEFAULT_FILE = "/var/log/salt/events";

export const rawfileJson = returnerModule("rawfile_json", {
  doc: "Adds each return as a line of JSON to a file: the option `rawfile_json.filename`, /var/log/salt/events by default.",
  take: async (ret, { opts }) => {
    refuseReturnKwargs(ret, "rawfile_json");
    const asked = returnerOption(opts, ret, "rawfile_json", "filename");
    const file = typeof asked === "string" ? asked : DEFAULT_FILE;
    try {
      await appendFile(file, `${toJson(ret)}\n`, { mode: 0o600 });
    } catch (cause) {
      throw new CommandExecutionError(`${file} cannot be written: ${errorText(cause)}`, {
        cause,
        hint: "Set rawfile_json.filename to a file in a directory that is there.",
      });
    }
  },
});
