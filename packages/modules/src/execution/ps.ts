/**
 * Processes and what the machine is busy with, as Python's psutil shows them; all of it is read from /proc.
 */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import {
  CommandNotFoundError,
  executionModule,
  float,
  fn,
  isTruthy,
  maybe,
  needed,
  PythonRegex,
  pythonStr,
  SaltInvocationError,
  sleep,
  strftime,
} from "@salt/core";
import { splitLines } from "../text/lines.js";
import { findProgram } from "./cmd/programs.js";
import { fileFn } from "./file-functions/system-error.js";
import { plainName, runProgram } from "./program/run-program.js";
import { loggedIn } from "./ps-functions/logins.js";
import type { Counters } from "./ps-functions/machine-facts.js";
import {
  bootTime,
  busyPercent,
  cpuTimes,
  diskCounters,
  diskPartitions,
  diskUsage,
  isWholeDisk,
  networkCounters,
  summed,
  swapMemory,
  virtualMemory,
} from "./ps-functions/machine-facts.js";
import { processFunctions } from "./ps-functions/process-functions.js";

const per_cpu = maybe.bool(false, "For each processor by itself.");
const all = maybe.bool(false, "With those that are on no disk.");
const name = needed.any("What to look for.");

export const ps = executionModule("ps", {
  doc: "Processes and what the machine is busy with.",
  available: () =>
    existsSync("/proc/stat") || "The ps module cannot be loaded: it reads /proc, which only Linux has.",
  functions: {
    ...processFunctions,
    cpu_percent: fn({
      doc: "How busy the processors are, in per cent.",
      examples: ["salt '*' ps.cpu_percent", "salt '*' ps.cpu_percent interval=1 per_cpu=True"],
      params: { interval: maybe.number(0.1, "How long to look, in seconds."), per_cpu },
      run: async (args, context): Promise<Plain> => {
        const before = cpuTimes();
        await sleep(Math.max(args.interval ?? 0.1, 0.01) * 1000, context.signal);
        const percents = cpuTimes().map((after, at) => float(busyPercent(before[at] ?? {}, after)));
        return args.per_cpu ? percents.slice(1) : (percents[0] ?? null);
      },
    }),
    cpu_times: fn({
      doc: "What the processors spent their time with, in seconds.",
      examples: ["salt '*' ps.cpu_times"],
      params: { per_cpu },
      run: (args): Plain => {
        const times = cpuTimes().map((one) =>
          Object.fromEntries(Object.entries(one).map(([key, value]) => [key, float(value)])),
        );
        return args.per_cpu ? times.slice(1) : (times[0] ?? null);
      },
    }),
    virtual_memory: fn({
      doc: "The memory of the machine, in bytes.",
      examples: ["salt '*' ps.virtual_memory"],
      run: () => virtualMemory(),
    }),
    swap_memory: fn({
      doc: "The swap space of the machine, in bytes.",
      examples: ["salt '*' ps.swap_memory"],
      run: () => swapMemory(),
    }),
    disk_partitions: fn({
      doc: "File systems that are mounted.",
      examples: ["salt '*' ps.disk_partitions"],
      params: { all },
      run: (args) => diskPartitions(args.all),
    }),
    disk_usage: fileFn({
      doc: "Room on a file system, in bytes.",
      examples: ["salt '*' ps.disk_usage /home"],
      params: { path: needed.str("A path on it.") },
      run: (args) => diskUsage(args.path),
    }),
    disk_partition_usage: fileFn({
      doc: "File systems that are mounted, with the room on them.",
      examples: ["salt '*' ps.disk_partition_usage"],
      params: { all },
      run: (args) => diskPartitions(args.all).map((one) => ({ ...one, ...diskUsage(one.mountpoint ?? "/") })),
    }),
    total_physical_memory: fn({
      doc: "How much memory the machine has, in bytes.",
      examples: ["salt '*' ps.total_physical_memory"],
      run: () => virtualMemory().total ?? null,
    }),
    num_cpus: fn({
      doc: "How many processors the machine has.",
      examples: ["salt '*' ps.num_cpus"],
      run: () => cpuTimes().length - 1 || availableParallelism(),
    }),
    boot_time: fn({
      doc: "When the machine was started, in seconds since 1970.",
      examples: ["salt '*' ps.boot_time"],
      params: { time_format: maybe.any(null, "A form for people, as of C's strftime.") },
      run: (args): Plain => (isTruthy(args.time_format) ? dated(bootTime(), args.time_format) : bootTime()),
    }),
    network_io_counters: fn({
      doc: "What went through the network, or one interface of it; false when there is none of that name.",
      examples: ["salt '*' ps.network_io_counters", "salt '*' ps.network_io_counters interface=eth0"],
      params: { interface: maybe.any(null, "The interface.") },
      run: (args) => counted(networkCounters(), args.interface, () => true),
    }),
    disk_io_counters: fn({
      doc: "What went to and from disks, or one of them; false when there is none of that name.",
      examples: ["salt '*' ps.disk_io_counters", "salt '*' ps.disk_io_counters device=sda1"],
      params: { device: maybe.any(null, "The disk or partition.") },
      run: (args) => counted(diskCounters(), args.device, isWholeDisk),
    }),
    get_users: fn({
      doc: "Who is logged in.",
      examples: ["salt '*' ps.get_users"],
      run: () => loggedIn(),
    }),
    lsof: fn({
      doc: "The files that programs of a name have open.",
      examples: ["salt '*' ps.lsof apache2"],
      params: { name },
      run: async (args, context): Promise<Plain> => [
        pythonStr(args.name),
        (await output(["lsof", "-c", plainName(args.name, "name")], context)).join("\n"),
      ],
    }),
    netstat: fn({
      doc: "Lines of netstat with a text in them.",
      examples: ["salt '*' ps.netstat apache2"],
      params: { name },
      run: (args, context) => linesWith(["netstat", "-nap"], args.name, context),
    }),
    ss: fn({
      doc: "Lines of ss with a text in them.",
      examples: ["salt '*' ps.ss apache2"],
      params: { name },
      run: (args, context) => linesWith(["ss", "-neap"], args.name, context),
    }),
    psaux: fn({
      doc: "Lines of `ps aux` that a regular expression fits, and how many there are.",
      examples: ["salt '*' ps.psaux www-data.+apache2"],
      params: { name },
      run: async (args, context): Promise<Plain> => {
        const pattern = new PythonRegex(pythonStr(args.name));
        const lines = await output(["ps", "aux"], context);
        // The call itself is not meant.
        const found = lines.filter((line) => pattern.search(line) && !/salt.+ps\.psaux.+/.test(line));
        return [pythonStr(args.name), found, `${found.length} occurrence(s).`];
      },
    }),
  },
});

function counted(
  found: ReadonlyMap<string, Counters>,
  wanted: Value,
  isPart: (key: string) => boolean,
): Plain {
  if (isTruthy(wanted)) return found.get(pythonStr(wanted)) ?? false;
  return summed([...found].filter(([key]) => isPart(key)).map(([, one]) => one)) ?? null;
}

function dated(seconds: number, form: Value): string {
  if (typeof form !== "string")
    throw new SaltInvocationError(
      `Invalid format string: strftime() argument 1 must be str, not ${typeof form}`,
    );
  return strftime(new Date(seconds * 1000), form);
}

async function linesWith(words: readonly string[], wanted: Value, context: ExecutionContext): Promise<Plain> {
  const text = pythonStr(wanted);
  return [text, (await output(words, context)).filter((line) => line.includes(text))];
}

/** The lines that a program prints. Throws CommandNotFoundError when it is not installed. */
async function output(words: readonly string[], context: ExecutionContext): Promise<readonly string[]> {
  const [program = ""] = words;
  if (findProgram(program) === undefined) throw new CommandNotFoundError(`${program}: command not found`);
  return splitLines((await runProgram(words, context)).stdout);
}
