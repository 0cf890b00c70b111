/**
 * `--out-file`: values go to a file instead of the terminal.
 */
import { existsSync, truncateSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import type { Options } from "../arguments/option.js";
import type { CommandLine } from "../arguments/program.js";

/** Empties the file named on the command line, unless it is to be appended to; its owner and mode stay. */
export function prepareOutputFile(line: CommandLine<Options>): void {
  const { output_file: file, output_file_append: append } = line.options;
  if (typeof file === "string" && file !== "" && append !== true && existsSync(file)) truncateSync(file);
}

/** Adds a text to the file. */
export async function appendOutput(file: string, text: string): Promise<void> {
  await appendFile(file, text);
}
