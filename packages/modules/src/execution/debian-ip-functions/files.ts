/**
 * Reading and writing the files of networks.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Value } from "@salt/core";
import { isFile } from "../file-functions/paths.js";
import { attributeFault } from "./faults.js";

/** The lines of a file with their ends; an empty text when it is not there, as Salt has it. */
export function linesOf(path: string): readonly Value[] | "" {
  return isFile(path) ? splitLines(readFileSync(path, "utf8")) : "";
}

/** The lines of a text, each with its end. */
export function splitLines(text: string): readonly string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

/** The lines of a text as states compare them: each piece between line ends, with a new end. */
export function endedLines(text: string): readonly string[] {
  return text.split("\n").map((line) => `${line}\n`);
}

/** Writes a file. Throws PythonError (`AttributeError`) when its directory is not there. */
export function writeInto(path: string, text: string): void {
  const folder = dirname(path);
  if (!existsSync(folder)) throw attributeFault(`${path} cannot be written. ${folder} does not exist`);
  writeFileSync(path, text);
}
