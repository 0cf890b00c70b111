/**
 * Finding out the time zone of the machine.
 */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { resolve } from "node:path";
import type { ExecutionContext } from "@salt/core";
import { CommandExecutionError, pythonStr, SaltInvocationError } from "@salt/core";
import { findProgram } from "../cmd/programs.js";
import { isFile } from "../file-functions/paths.js";
import { isSystemError, reasonText } from "../file-functions/system-error.js";
import { runProgram } from "../program/run-program.js";

/** Where the rules of all zones are. */
const ZONES = "/usr/share/zoneinfo";
/** The file of a zone's rules. Throws SaltInvocationError for a name that leaves their directory. */
export function zoneFile(name: string): string {
  if (name.split("/").includes(".."))
    throw new SaltInvocationError(`The timezone ${JSON.stringify(name)} leaves the directory of the zones`);
  return `${ZONES}/${name}`;
}
/** The rules that the machine follows. */
export const LOCALTIME = "/etc/localtime";

/** What `timedatectl` prints. Throws CommandExecutionError when it fails. */
export async function timedatectl(context: ExecutionContext): Promise<string> {
  const { retcode, stdout, stderr } = await runProgram(["timedatectl"], context, { ignore_retcode: false });
  if (retcode !== 0) throw new CommandExecutionError(`timedatectl failed: ${stderr}`);
  return stdout;
}

/** The time zone. Throws CommandExecutionError when it cannot be found out. */
export async function zoneNow(context: ExecutionContext): Promise<string> {
  if (findProgram("timedatectl") !== undefined) {
    const text = await timedatectl(context);
    const found = /^\s*Time ?zone:\s+(\S+)/m.exec(text)?.[1];
    if (found === undefined) throw new CommandExecutionError(`Failed to parse timedatectl output: ${text}`);
    return found;
  }
  const family = pythonStr(context.grains.get("os_family") ?? "");
  if (context.grains.get("os") === "CentOS") return zoneOfLink();
  if (family === "RedHat" || family === "Suse") return zoneOfSysconfig();
  if (family === "Debian" || family === "Gentoo") return zoneOfFile();
  return zoneOfLink();
}

function zoneOfFile(): string {
  const file = "/etc/timezone";
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new CommandExecutionError(`Problem reading timezone file ${file}: ${reasonText(error)}`);
  }
}

function zoneOfSysconfig(): string {
  const file = "/etc/sysconfig/clock";
  const lines = readFileSync(file, "utf8").split("\n");
  const line = lines.find((one) => !/^\s*#/.test(one) && one.includes("ZONE") && one.includes("="));
  if (line === undefined) throw new CommandExecutionError(`Unable to get timezone from ${file}`);
  return (line.split("=").at(-1) ?? "").replace(/^['"]+|['"]+$/g, "") || "UTC";
}

function zoneOfLink(): string {
  try {
    const path = resolve("/etc", readlinkSync(LOCALTIME));
    if (path.startsWith(`${ZONES}/`)) return path.slice(ZONES.length + 1);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === "ENOENT") throw new CommandExecutionError(`${LOCALTIME} does not exist`);
    const found = error.code === "EINVAL" ? zoneWithSameRules() : undefined;
    if (found !== undefined) return found;
  }
  throw new CommandExecutionError("Unable to determine timezone");
}

/** Where the rules were copied instead of linked. */
function zoneWithSameRules(): string | undefined {
  const rules = readFileSync(LOCALTIME);
  const names = readdirSync(ZONES, { recursive: true }).map(String);
  return names
    .filter((name) => !/^[a-z]/.test(name) && isFile(`${ZONES}/${name}`))
    .find((name) => readFileSync(`${ZONES}/${name}`).equals(rules));
}
