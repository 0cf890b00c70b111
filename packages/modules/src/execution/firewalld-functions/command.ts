/**
 * Running firewall-cmd. Every value is part of an option (`--add-port=…`), so none can be one itself.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, maybe, needed } from "@salt/core";
import { plainValue, programPath, runProgram } from "../program/run-program.js";

/** The zone of functions that need one. */
export const zone = needed.str("The zone.");
/** Whether the kept configuration is meant rather than that in force. */
export const permanent = maybe.bool(true, "What is kept, rather than what is in force now.");
/** Whether what is kept comes into force at once. */
export const restart = maybe.bool(true, "Load what is kept anew, so that it is in force.");

/** An option and its value, e.g. `--zone=public`. */
export type FirewallOption = readonly [option: string, value?: Value];

/** Runs firewall-cmd; what it prints. Throws CommandExecutionError with what it complained of. */
export async function firewallCmd(
  options: readonly FirewallOption[],
  context: ExecutionContext,
): Promise<string> {
  const words = options.map(([option, value]) =>
    value === undefined ? `--${option}` : `--${option}=${plainValue(value, option)}`,
  );
  const command = [programPath("firewall-cmd"), ...words];
  const { retcode, stdout, stderr } = await runProgram(command, context, { ignore_retcode: false });
  if (retcode !== 0)
    throw new CommandExecutionError(`firewall-cmd failed: ${stderr === "" ? stdout : stderr}`);
  return stdout;
}

/** The option for a zone, when one is given, then another, then `--permanent`. */
export function inZone(
  args: { readonly zone: string | null; readonly permanent?: boolean },
  ...options: readonly FirewallOption[]
): readonly FirewallOption[] {
  const which: readonly FirewallOption[] = args.zone ? [["zone", args.zone]] : [];
  return [...which, ...options, ...(args.permanent === true ? [["permanent"] as const] : [])];
}

/** The words of a text. */
export function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

/** Reads descriptions of zones: a zone stands at the start of a line, its properties follow indented. */
export function readZones(text: string): Dict {
  const zones = new Map<Value, Map<Value, Value[]>>();
  let properties = new Map<Value, Value[]>();
  let values: Value[] = [];
  for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
    if (/^[a-z0-9]/i.test(line)) {
      properties = new Map();
      zones.set(line.trimEnd(), properties);
    } else if (line.startsWith("\t")) values.push(line.trim());
    else {
      const [key = "", ...rest] = line.split(":");
      values = [rest.join(":").trim()];
      properties.set(key.trim(), values);
    }
  }
  return zones;
}
