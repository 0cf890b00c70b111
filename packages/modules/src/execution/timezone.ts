/**
 * The time zone of the machine and of its hardware clock.
 */
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { CommandExecutionError, executionModule, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { fileFn, isSystemError, reasonText } from "./file-functions/system-error.js";
import { COUNTED, plainName, runProgram } from "./program/run-program.js";
import { hardwareClock, setHardwareClock } from "./timezone-functions/hardware-clock.js";
import { LOCALTIME, zoneFile, zoneNow } from "./timezone-functions/zone.js";

const zone = needed.str("The zone, e.g. `Europe/Berlin`.");

export const timezone = executionModule("timezone", {
  doc: "The time zone of the machine and of its hardware clock.",
  available: () => (process.platform === "linux" ? true : "only Linux is served"),
  functions: {
    get_zone: fileFn({
      doc: "The time zone.",
      examples: ["salt '*' timezone.get_zone"],
      run: (_args, context) => zoneNow(context),
    }),
    get_zonecode: fileFn({
      doc: "The short name of the time zone, e.g. `CET`.",
      examples: ["salt '*' timezone.get_zonecode"],
      run: async (_args, context) => (await runProgram(["date", "+%Z"], context)).stdout,
    }),
    get_offset: fileFn({
      doc: "How far the time is from that of Greenwich, e.g. `+0100`.",
      examples: ["salt '*' timezone.get_offset"],
      run: async (_args, context) => (await runProgram(["date", "+%z"], context)).stdout,
    }),
    set_zone: fileFn({
      doc: "Sets the time zone.",
      examples: ["salt '*' timezone.set_zone America/Denver"],
      params: { timezone: zone },
      run: async (args, context) => {
        const name = plainName(args.timezone, "timezone");
        const file = zoneFile(name);
        if (findProgram("timedatectl") !== undefined)
          await runProgram(["timedatectl", "set-timezone", "--", name], context, COUNTED);
        if (name.split("/").includes("..") || !existsSync(file)) return `Zone does not exist: ${file}`;
        rmSync(LOCALTIME, { force: true });
        symlinkSync(file, LOCALTIME);
        const family = pythonStr(context.grains.get("os_family") ?? "");
        const clock = "/etc/sysconfig/clock";
        if (family === "RedHat") await context.call("file.sed", [clock, "^ZONE=.*", `ZONE="${name}"`]);
        if (family === "Suse") await context.call("file.sed", [clock, "^TIMEZONE=.*", `TIMEZONE="${name}"`]);
        if (family === "Debian" || family === "Gentoo") writeFileSync("/etc/timezone", `${name.trim()}\n`);
        return true;
      },
    }),
    zone_compare: fileFn({
      doc: "Whether the machine has the rules of a time zone.",
      examples: ["salt '*' timezone.zone_compare America/Denver"],
      params: { timezone: zone },
      run: (args) => {
        const wanted = rulesOf(
          zoneFile(args.timezone),
          () => new SaltInvocationError(`Can't find a local timezone "${args.timezone}"`),
        );
        const found = rulesOf(
          LOCALTIME,
          (reason) =>
            new CommandExecutionError(`Failed to read ${LOCALTIME} to determine current timezone: ${reason}`),
        );
        return found.equals(wanted);
      },
    }),
    get_hwclock: fileFn({
      doc: "What the hardware clock shows: `UTC` or `localtime`.",
      examples: ["salt '*' timezone.get_hwclock"],
      run: (_args, context) => hardwareClock(context),
    }),
    set_hwclock: fileFn({
      doc: "Sets whether the hardware clock shows `UTC` or `localtime`.",
      examples: ["salt '*' timezone.set_hwclock UTC"],
      params: { clock: needed.str("`UTC` or `localtime`.") },
      run: (args, context) => setHardwareClock(args.clock, context),
    }),
  },
});

function rulesOf(file: string, fault: (reason: string) => Error): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (isSystemError(error) && error.code !== "EISDIR") throw fault(reasonText(error));
    throw error;
  }
}
