/**
 * What the states of ini files share: arguments, reading, and the lines that a trial tells.
 */
import type { Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import { isDict, maybe, needed, pythonStr } from "@salt/core";
import { PythonError } from "../../values/python-error.js";
import { answer } from "../answer/answer.js";

/** Arguments that all of them have. */
export const iniParams = {
  name: needed.str("The file."),
  separator: maybe.str("=", "What stands between an option and its value."),
  encoding: maybe.any(null, "The encoding of the file."),
} as const;

/** How a file is read and written. */
export interface IniFile {
  readonly name: string;
  readonly separator: string | null;
  readonly encoding: Value;
}

/** Calls a function of `ini` on the file. */
export async function callIni(
  fun: string,
  { name, separator, encoding }: IniFile,
  given: { readonly [name: string]: Value },
  context: ExecutionContext,
): Promise<Value> {
  return await context.call(`ini.${fun}`, [], { file_name: name, separator, encoding, ...given });
}

/** The sections and options of the file; those without a section stand beside the sections. */
export async function readIni(file: IniFile, context: ExecutionContext): Promise<Dict> {
  const found = await callIni("get_ini", file, {}, context);
  return isDict(found) ? found : new Map();
}

/** Nothing was to be done. */
export const NOTHING = "No anomaly detected";

/** What a trial says, line by line. */
export class TrialLines {
  readonly #lines: string[] = [];
  #willChange = false;

  same(line: string): void {
    this.#lines.push(`${line}\n`);
  }

  change(line: string): void {
    this.#willChange = true;
    this.same(line);
  }

  /** The answer; `nothing` is said when there is no line. */
  answer(name: string, nothing: string): StateAnswer {
    const comment = this.#lines.join("");
    return answer(name, this.#willChange ? null : true, comment === "" ? nothing : comment);
  }
}

/** Errors of files become the comment of a failure. */
export async function orFileFault(name: string, work: () => Promise<StateAnswer>): Promise<StateAnswer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return answer(name, false, error.message);
  }
}

/** Whether two values are written the same way. */
export function isSameText(left: Value | undefined, right: Value): boolean {
  return left !== undefined && pythonStr(left) === pythonStr(right);
}
