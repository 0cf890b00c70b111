/**
 * Whether the hardware clock shows the time of Greenwich or the local one.
 */
import { existsSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import type { ExecutionContext } from "@salt/core";
import { CommandExecutionError, pythonStr, SaltInvocationError } from "@salt/core";
import { findProgram } from "../cmd/programs.js";
import { runProgram } from "../program/run-program.js";
import { LOCALTIME, timedatectl, zoneFile, zoneNow } from "./zone.js";

const ADJTIME = "/etc/adjtime";
const RCS = "/etc/default/rcS";

/** `UTC` or `localtime`; null where nothing says. Throws CommandExecutionError. */
export async function hardwareClock(context: ExecutionContext): Promise<string | null> {
  if (findProgram("timedatectl") !== undefined) {
    const text = await timedatectl(context);
    const line = text.split("\n").find((one) => one.toLowerCase().includes("rtc in local tz"));
    if (line === undefined) throw new CommandExecutionError(`Failed to parse timedatectl output: ${text}`);
    return line.split(":").at(-1)?.trim().toLowerCase() === "yes" ? "localtime" : "UTC";
  }
  const isDebian = context.grains.get("os_family") === "Debian";
  const line = isDebian && existsSync(RCS) ? utcLine(readFileSync(RCS, "utf8")) : undefined;
  if (line !== undefined) return line.split("=").at(-1)?.toLowerCase() === "yes" ? "UTC" : "localtime";
  if (existsSync(ADJTIME)) return readFileSync(ADJTIME, "utf8").trimEnd().split("\n").at(-1) ?? "";
  if (existsSync("/dev/rtc"))
    throw new CommandExecutionError(`Unable to get hwclock timezone from ${ADJTIME}`);
  return null;
}

function utcLine(text: string): string | undefined {
  return text.split("\n").find((line) => !/^\s*#/.test(line) && line.includes("UTC="));
}

/** Sets it; false when that fails. Throws SaltInvocationError for other words than `UTC` and `localtime`. */
export async function setHardwareClock(clock: string, context: ExecutionContext): Promise<boolean> {
  if (!["utc", "localtime"].includes(clock.toLowerCase()))
    throw new SaltInvocationError("Only 'UTC' and 'localtime' are allowed");
  if (findProgram("timedatectl") !== undefined) {
    const command = ["timedatectl", "set-local-rtc", clock === "localtime" ? "true" : "false"];
    return (await runProgram(command, context, { ignore_retcode: false })).retcode === 0;
  }
  const zone = await zoneNow(context);
  const file = zoneFile(zone);
  if (!existsSync(file)) throw new CommandExecutionError(`Zone '${file}' does not exist`);
  rmSync(LOCALTIME, { force: true });
  symlinkSync(file, LOCALTIME);
  const family = pythonStr(context.grains.get("os_family") ?? "");
  const sed = (path: string, from: string, to: string) => context.call("file.sed", [path, from, to]);
  if (family === "RedHat") await sed("/etc/sysconfig/clock", "^ZONE=.*", `ZONE="${zone}"`);
  if (family === "Suse") await sed("/etc/sysconfig/clock", "^TIMEZONE=.*", `TIMEZONE="${zone}"`);
  if (family === "Debian") await sed(RCS, "^UTC=.*", clock === "localtime" ? "UTC=no" : "UTC=yes");
  return true;
}
