/**
 * Words for the programs of LVM.
 */
import type { ExecutionContext, Rest, Value } from "@salt/core";
import { isList, isTruthy, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { givenKeywords } from "../../values/keywords.js";
import type { ProgramResult } from "../program/run-program.js";
import { plainName, plainValue, programPath, runProgram } from "../program/run-program.js";
import { LVM_ENVIRONMENT } from "./display.js";

/** One or several devices. */
export const devices = needed.any("The devices, a list or a text with commas.");

/** The paths of devices. Throws SaltInvocationError for one that would be an option. */
export function deviceNames(value: Value): readonly string[] {
  const names = isList(value) ? value : pythonStr(value ?? "").split(",");
  return names.map((name) => plainName(name, "device"));
}

const SIZE = /^[+-]?\d[\w.%]*$/;

/** A size or a number of extents, with a sign where it is a change. Throws SaltInvocationError for any other text. */
export function sizeWord(value: Value, name: string): string {
  const text = pythonStr(value ?? "");
  if (SIZE.test(text)) return text;
  throw new SaltInvocationError(`${name} is ${JSON.stringify(text)}, which is no size`, {
    hint: "Write it as 10G, +512M or 50%FREE.",
  });
}

/** Options with and without values that a function takes by their own names. */
export interface KnownOptions {
  readonly valued: readonly string[];
  readonly bare: readonly string[];
}

/** Words for options. Others are left out with a line in the log, as formulas pass some that Salt leaves out, too. */
export function optionWords(
  kwargs: Rest["kwargs"],
  known: KnownOptions,
  context: ExecutionContext,
): readonly string[] {
  return [...givenKeywords(kwargs)].flatMap(([key, value]) => {
    const name = pythonStr(key);
    if (known.bare.includes(name)) return isTruthy(value) ? [`--${name}`] : [];
    if (!known.valued.includes(name)) {
      context.log.warn({ option: name }, "LVM is not given this option");
      return [];
    }
    return isTruthy(value) ? [`--${name}`, plainValue(value, name)] : [];
  });
}

/** Runs a program of LVM without questions: answered with yes, or with few words. */
export async function runLvm(
  program: string,
  words: readonly string[],
  isForced: boolean,
  context: ExecutionContext,
): Promise<ProgramResult> {
  const how = isForced ? "--yes" : "-qq";
  return await runQuietly([programPath(program), how, ...words], context);
}

/** Runs a program of LVM; a status other than 0 is the function's. */
export async function runQuietly(
  command: readonly string[],
  context: ExecutionContext,
): Promise<ProgramResult> {
  return await runProgram(command, context, { ignore_retcode: false, env: LVM_ENVIRONMENT });
}

/** What a program complained of, or the text for success. */
export function outcome(told: ProgramResult, success: string): string {
  return told.retcode === 0 ? success : told.stderr.trim();
}
