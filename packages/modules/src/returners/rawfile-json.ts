/**
 * Returns as lines of JSON in one file.
 */
import { appendFile } from "node:fs/promises";
import type { Dict } from "@salt/core";
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
  doc: "Adds each return, and each event, as a line of JSON to a file: the option `rawfile_json.filename`, /var/log/salt/events by default.",
  take: async (ret, { opts }) => {
    refuseReturnKwargs(ret, "rawfile_json");
    await addLines([ret], fileOf(opts, ret));
  },
  takeEvents: (events, { opts }) => addLines(events, fileOf(opts, undefined)),
});

function fileOf(opts: Dict, ret: Dict | undefined): string {
  const asked = returnerOption(opts, ret, "rawfile_json", "filename");
  return typeof asked === "string" ? asked : DEFAULT_FILE;
}

async function addLines(values: readonly Dict[], file: string): Promise<void> {
  if (values.length === 0) return;
  try {
    await appendFile(file, values.map((value) => `${toJson(value)}\n`).join(""), { mode: 0o600 });
  } catch (cause) {
    throw new CommandExecutionError(`${file} cannot be written: ${errorText(cause)}`, {
      cause,
      hint: "Set rawfile_json.filename to a file in a directory that is there.",
    });
  }
}
