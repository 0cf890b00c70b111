/**
 * Running systemctl, after systemd has read unit files that are new or have changed.
 */
import { accessSync, constants } from "node:fs";
import type { ExecutionContext } from "@salt/core";
import { CommandExecutionError } from "@salt/core";
import type { ProgramResult } from "../program/run-program.js";
import { runProgram } from "../program/run-program.js";

/** `systemctl status` knows the unit: it runs (0), is dead (1 to 3). */
const UNKNOWN_UNIT = 4;

/** Runs systemctl; a status other than 0 is no error here. */
export function systemctl(words: readonly string[], context: ExecutionContext): Promise<ProgramResult> {
  return runProgram(["systemctl", ...words], context);
}

/** Whether systemd knows a unit. */
export async function isThere(unit: string, context: ExecutionContext): Promise<boolean> {
  return (await systemctl(["status", "-n", "0", "--", unit], context)).retcode < UNKNOWN_UNIT;
}

/** Makes systemd read its unit files again. Throws CommandExecutionError when it cannot. */
export async function reloadUnits(context: ExecutionContext): Promise<true> {
  const { retcode, stderr } = await systemctl(["--system", "daemon-reload"], context);
  if (retcode !== 0) throw new CommandExecutionError(`Problem performing systemctl daemon-reload: ${stderr}`);
  return true;
}

/** Lets systemd read its unit files again when that of this unit has changed, or is one that it does not know. */
export async function readChanges(unit: string, context: ExecutionContext): Promise<void> {
  const { retcode, stdout, stderr } = await systemctl(["status", "-n", "0", "--", unit], context);
  const isNew = retcode >= UNKNOWN_UNIT && isReadable(`/etc/systemd/system/${unit}`);
  const hasChanged = `${stdout}\n${stderr}`.toLowerCase().includes("'systemctl daemon-reload'");
  if (isNew || hasChanged) await reloadUnits(context);
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
