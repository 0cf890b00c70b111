/**
 * The machine as a whole: stopping it, its clock and its name.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { ExecutionContext, ExecutionFunction } from "@salt/core";
import { executionModule, isTruthy, maybe, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { linesOf } from "../text/lines.js";
import { findProgram } from "./cmd/programs.js";
import { fileFn } from "./file-functions/system-error.js";
import { plainName, runProgram } from "./program/run-program.js";
import { formatTime } from "./status-functions/time.js";
import { hasHardwareClock, parseDate, parseTime, setClock, timeIn } from "./system-functions/clock.js";

const utcOffset = maybe.str(null, "In this zone, e.g. `+0200`, instead of the machine's.");
const atTime = maybe.any(null, "When: minutes from now, or a time; now when not given.");
const part = (what: string) => maybe.int(null, `The ${what}; what the clock has when not given.`);
/** In a directory that is empty after each start. */
const REBOOT_WITNESS = "/var/volatile/tmp/salt/reboot_witnessed";
const DESCRIPTION = "/etc/machine-info";
const DESCRIPTION_LINE = /^\s*PRETTY_HOSTNAME=(.*)$/;

export const system = executionModule("system", {
  doc: "The machine as a whole: stopping it, its clock and its name.",
  available: () => (process.platform === "linux" ? true : "only Linux is served"),
  functions: {
    halt: stop("halt", "Halts the machine.", ["halt"]),
    poweroff: stop("poweroff", "Stops the machine and switches it off.", ["poweroff"]),
    init: fileFn({
      doc: "Changes the run level.",
      examples: ["salt '*' system.init 3"],
      params: { runlevel: needed.any("The run level.") },
      run: (args, context) => output(["init", plainName(args.runlevel, "runlevel")], context),
    }),
    reboot: later("reboot", "Starts the machine anew.", "-r"),
    shutdown: later("shutdown", "Stops the machine.", "-h"),
    has_settable_hwclock: fileFn({
      doc: "Whether there is a hardware clock that can be set.",
      examples: ["salt '*' system.has_settable_hwclock"],
      run: (_args, context) => hasHardwareClock(context),
    }),
    get_reboot_required_witnessed: fileFn({
      doc: "Whether the machine was told that it has to be started anew, since it was.",
      examples: ["salt '*' system.get_reboot_required_witnessed"],
      run: () => existsSync(REBOOT_WITNESS),
    }),
    set_reboot_required_witnessed: fileFn({
      doc: "Notes until the next start that the machine has to be started anew; false when that was noted before.",
      examples: ["salt '*' system.set_reboot_required_witnessed"],
      run: () => {
        // As in Salt: only the first time, when the directory is made.
        if (existsSync(dirname(REBOOT_WITNESS))) return false;
        mkdirSync(dirname(REBOOT_WITNESS), { recursive: true });
        writeFileSync(REBOOT_WITNESS, "");
        return true;
      },
    }),
    get_system_time: shownTime("get_system_time", "The time of day.", "%I:%M:%S %p"),
    get_system_date: shownTime("get_system_date", "The day of the week and date.", "%a %m/%d/%Y"),
    get_system_date_time: shownTime(
      "get_system_date_time",
      "The date and the time of day.",
      "%Y-%m-%d %H:%M:%S",
    ),
    set_system_time: fileFn({
      doc: "Sets the time, e.g. `11:31:00 PM`; false when it is none.",
      examples: ["salt '*' system.set_system_time '23:31'"],
      params: { newtime: needed.str("The time."), utc_offset: utcOffset },
      run: async (args, context) => {
        const time = parseTime(args.newtime);
        if (time === undefined) return false;
        return await setClock({ years: null, months: null, days: null, ...time }, args.utc_offset, context);
      },
    }),
    set_system_date: fileFn({
      doc: "Sets the date, e.g. `2026-03-28` or `03/28/2026`.",
      examples: ["salt '*' system.set_system_date '03/28/2026'"],
      params: { newdate: needed.str("The date."), utc_offset: utcOffset },
      run: async (args, context) => {
        const date = parseDate(args.newdate);
        if (date === undefined) throw new SaltInvocationError("Invalid date format");
        return await setClock(
          { hours: null, minutes: null, seconds: null, ...date },
          args.utc_offset,
          context,
        );
      },
    }),
    set_system_date_time: fileFn({
      doc: "Sets parts of date and time.",
      examples: ["salt '*' system.set_system_date_time hours=12 minutes=0 seconds=0"],
      params: {
        years: part("year"),
        months: part("month"),
        days: part("day"),
        hours: part("hour"),
        minutes: part("minute"),
        seconds: part("second"),
        utc_offset: utcOffset,
      },
      run: (args, context) => setClock(args, args.utc_offset, context),
    }),
    get_computer_desc: fileFn({
      doc: "What the machine is called for people; false when nothing is said.",
      examples: ["salt '*' system.get_computer_desc"],
      run: (_args, context) => description(context),
    }),
    set_computer_desc: fileFn({
      doc: "Sets what the machine is called for people.",
      examples: ["salt '*' system.set_computer_desc 'The server in the cellar'"],
      params: { desc: needed.str("The description.") },
      run: (args, context) => describe(args.desc, context),
    }),
    get_computer_name: fileFn({
      doc: "The name of the machine.",
      examples: ["salt '*' system.get_computer_name"],
      run: (_args, context) => context.call("network.get_hostname"),
    }),
    set_computer_name: fileFn({
      doc: "Sets the name of the machine.",
      examples: ["salt '*' system.set_computer_name master.example.org"],
      params: { hostname: needed.any("The name.") },
      run: (args, context) => context.call("network.mod_hostname", [args.hostname]),
    }),
  },
});

async function output(command: readonly string[], context: ExecutionContext): Promise<string> {
  return pythonStr(await context.call("cmd.run", [command], { python_shell: false }));
}

function stop(name: string, doc: string, command: readonly string[]): ExecutionFunction {
  return fileFn({
    doc,
    examples: [`salt '*' system.${name}`],
    run: (_args, context) => output(command, context),
  });
}

function later(name: string, doc: string, option: string): ExecutionFunction {
  return fileFn({
    doc,
    examples: [`salt '*' system.${name}`, `salt '*' system.${name} 5`],
    params: { at_time: atTime },
    run: (args, context) => {
      const when = isTruthy(args.at_time) ? plainName(args.at_time, "at_time") : "now";
      return output(["shutdown", option, when], context);
    },
  });
}

function shownTime(name: string, doc: string, format: string): ExecutionFunction {
  return fileFn({
    doc,
    examples: [`salt '*' system.${name}`],
    params: { utc_offset: utcOffset },
    run: (args) => formatTime(format, timeIn(args.utc_offset, new Date())),
  });
}

async function description(context: ExecutionContext): Promise<string | false> {
  const program = findProgram("hostnamectl");
  const found =
    program === undefined ? describedInFile() : await output([program, "status", "--pretty"], context);
  if (found === undefined) return false;
  const plain: Readonly<Record<string, string>> = { "\\\\": "\\", '\\"': '"', "\\n": "\n", "\\t": "\t" };
  return Object.entries(plain).reduce((text, [from, to]) => text.replaceAll(from, to), found);
}

function describedInFile(): string | undefined {
  const lines = existsSync(DESCRIPTION) ? readFileSync(DESCRIPTION, "utf8").split("\n") : [];
  const text = lines.map((line) => DESCRIPTION_LINE.exec(line)?.[1]).findLast((found) => found !== undefined);
  return text?.trim().replace(/^(["'])(.*)\1$/, "$2");
}

async function describe(text: string, context: ExecutionContext): Promise<boolean> {
  const escaped = text.replaceAll('"', '\\"').replaceAll("\n", "\\n").replaceAll("\t", "\\t");
  const program = findProgram("hostnamectl");
  if (program !== undefined) {
    const command = [program, "set-hostname", "--pretty", "--", escaped];
    return (await runProgram(command, context, { ignore_retcode: false })).retcode === 0;
  }
  const old = existsSync(DESCRIPTION) ? [...linesOf(readFileSync(DESCRIPTION, "utf8"))] : [];
  const others = old.filter((line) => !DESCRIPTION_LINE.test(line.trimEnd()));
  writeFileSync(DESCRIPTION, [...others, `PRETTY_HOSTNAME="${escaped}"\n`].join(""));
  return true;
}
