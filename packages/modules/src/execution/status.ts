/**
 * What the machine is doing: load, memory, disks, network, processes.
 */
import { readFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import type { ExecutionContext, Plain } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  executionModule,
  float,
  fn,
  isDict,
  isInt,
  isList,
  maybe,
  needed,
  pythonStr,
} from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { addressesOf, connectedAddresses, takesConnections } from "./status-functions/connections.js";
import { diskUsage } from "./status-functions/disks.js";
import type { Table } from "./status-functions/proc.js";
import {
  cpuInfo,
  cpuStats,
  diskStats,
  loggedIn,
  memInfo,
  netDevices,
  netStats,
  vmStats,
} from "./status-functions/proc.js";
import { listProcesses } from "./status-functions/processes.js";
import { describeUptime, formatTime } from "./status-functions/time.js";

const PING_TIMEOUT_MS = 5000;
const DEFAULT_PUBLISH_PORT = 4505;
const DEFAULT_RET_PORT = 4506;

/** A function that shows one table of the kernel. */
const table = (name: string, path: string, parse: (text: string) => Table, doc: string) =>
  fn({ doc, examples: [`salt '*' status.${name}`], run: () => parse(readTable(path)) });

export const status = executionModule("status", {
  doc: "What the machine is doing: load, memory, disks, network, processes.",
  available: () => (process.platform === "win32" ? "Windows has no /proc to read" : true),
  functions: {
    proxy_reconnect: fn({
      doc: "Whether the connection of a proxy was looked after: false, since this minion is no proxy.",
      examples: ["salt '*' status.proxy_reconnect rest_sample"],
      params: {
        proxy_name: needed.str("The kind of proxy."),
        opts: maybe.any(null, "Other options of a minion."),
      },
      run: () => false,
    }),
    uptime: fn({
      doc: "How long the machine has been up, since when, and how many users are logged in.",
      examples: ["salt '*' status.uptime"],
      run: (_args, context) => uptime(context),
    }),
    loadavg: fn({
      doc: "The load of the last one, five and fifteen minutes.",
      examples: ["salt '*' status.loadavg"],
      run: () => averages(),
    }),
    cpustats: table(
      "cpustats",
      "/proc/stat",
      cpuStats,
      "Counters of processor time, interrupts and switches.",
    ),
    cpuinfo: table("cpuinfo", "/proc/cpuinfo", cpuInfo, "What the kernel tells of the processor."),
    meminfo: table("meminfo", "/proc/meminfo", memInfo, "What the kernel tells of memory."),
    diskstats: table(
      "diskstats",
      "/proc/diskstats",
      diskStats,
      "Counters of reading and writing, by device.",
    ),
    vmstats: table("vmstats", "/proc/vmstat", vmStats, "Counters of virtual memory."),
    netstats: table("netstats", "/proc/net/netstat", netStats, "Counters of the network protocols."),
    netdev: table("netdev", "/proc/net/dev", netDevices, "Counters of the network interfaces."),
    diskusage: fn({
      doc: "Room on file systems, in bytes: of all mounts, of some types, or of the mounts of some paths.",
      examples: ["salt '*' status.diskusage", "salt '*' status.diskusage / 'ext?' xfs"],
      varargs: "args",
      run: (_args, _context, { args }) => diskUsage(args),
    }),
    nproc: fn({
      doc: "How many processors this process may use.",
      examples: ["salt '*' status.nproc"],
      run: () => availableParallelism(),
    }),
    procs: fn({
      doc: "All processes, by id, with user and command line.",
      examples: ["salt '*' status.procs"],
      run: () =>
        Object.fromEntries(listProcesses().map(({ pid, user, cmd }) => [String(pid), { user, cmd }])),
    }),
    pid: fn({
      doc: "The ids of processes whose user, id or command line fits a regular expression, one per line.",
      examples: ["salt '*' status.pid 'sshd: .*listener'"],
      params: { sig: needed.str("The regular expression.") },
      run: ({ sig }) => {
        const pattern = patternOf(sig);
        const others = listProcesses().filter(({ pid }) => pid !== process.pid);
        const found = others.filter(({ pid, user, cmd }) => pattern.test(`${user} ${pid} ${cmd}`));
        return found.map(({ pid }) => pid).join("\n");
      },
    }),
    w: fn({
      doc: "Who is logged in, and what they do.",
      examples: ["salt '*' status.w"],
      run: async (_args, context) => loggedIn(await output(context, "w", "-fh")),
    }),
    version: fn({
      doc: "The kernel's own account of its version.",
      examples: ["salt '*' status.version"],
      run: () => readTable("/proc/version").trim(),
    }),
    time: fn({
      doc: "The time on the machine, in a format like C's strftime.",
      examples: ["salt '*' status.time", "salt '*' status.time '%H:%M:%S'"],
      params: { format: maybe.str("%A, %d. %B %Y %I:%M%p", "The format.") },
      run: ({ format }) => formatTime(format ?? "", new Date()),
    }),
    all_status: fn({
      doc: "Everything that the functions of this module tell about load, memory, disks, network and users.",
      examples: ["salt '*' status.all_status"],
      run: (_args, context) => everything(context),
    }),
    custom: fn({
      doc: "Chosen parts of other functions, as the options `status.<function>.custom` list them.",
      examples: ["salt '*' status.custom"],
      run: (_args, context) => chosenParts(context),
    }),
    master: fn({
      doc: "Whether there is a connection to a master's publish port; nothing when no master is named.",
      examples: ["salt '*' status.master salt.example.org"],
      params: {
        master: maybe.str(null, "The master's name or address."),
        connected: maybe.bool(true, "Has no meaning here: no events are fired."),
      },
      run: async ({ master }, context) => {
        const addresses = master === null || master === "" ? [] : await addressesOf(master);
        if (addresses.length === 0) return null;
        const there = connectedAddresses(portOption(context, "publish_port", DEFAULT_PUBLISH_PORT));
        return addresses.some((address) => there.has(address));
      },
    }),
    ping_master: fn({
      doc: "Whether a master's request port takes connections.",
      examples: ["salt '*' status.ping_master salt.example.org"],
      params: { master: needed.any("The master's name or address.") },
      run: ({ master }, context) => {
        if (typeof master !== "string" || master === "") return false;
        return takesConnections(
          master,
          portOption(context, "master_port", DEFAULT_RET_PORT),
          PING_TIMEOUT_MS,
        );
      },
    }),
  },
});

function readTable(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new CommandExecutionError(`${path} cannot be read: ${errorText(error)}`, {
      hint: "Only Linux has this table.",
      cause: error,
    });
  }
}

function averages(): Plain {
  const [one = 0, five = 0, fifteen = 0] = loadavg();
  return { "1-min": float(one), "5-min": float(five), "15-min": float(fifteen) };
}

async function uptime(context: ExecutionContext): Promise<Plain> {
  const seconds = Math.floor(Number(readTable("/proc/uptime").split(" ")[0]));
  const hasWho = findProgram("who") !== undefined;
  // No line counts as one, as in Salt.
  const users = hasWho ? (await output(context, "who", "-s")).split("\n").length : undefined;
  return describeUptime(seconds, users, Date.now());
}

async function output(context: ExecutionContext, ...cmd: readonly string[]): Promise<string> {
  return pythonStr(await context.call("cmd.run", [cmd], { python_shell: false }));
}

async function everything(context: ExecutionContext): Promise<Plain> {
  return {
    cpuinfo: cpuInfo(readTable("/proc/cpuinfo")),
    cpustats: cpuStats(readTable("/proc/stat")),
    diskstats: diskStats(readTable("/proc/diskstats")),
    diskusage: diskUsage([]),
    loadavg: averages(),
    meminfo: memInfo(readTable("/proc/meminfo")),
    netdev: netDevices(readTable("/proc/net/dev")),
    netstats: netStats(readTable("/proc/net/netstat")),
    uptime: await uptime(context),
    vmstats: vmStats(readTable("/proc/vmstat")),
    w: loggedIn(await output(context, "w", "-fh")),
  };
}

async function chosenParts(context: ExecutionContext): Promise<Plain> {
  const options = await context.call("config.dot_vals", ["status"]);
  const chosen: { [name: string]: Plain } = {};
  for (const [key, names] of isDict(options) ? options : []) {
    const fun = pythonStr(key).split(".").slice(0, -1).join(".");
    if (fun === "status.custom" || !isList(names) || !(await context.functions.has(fun))) continue;
    const parts = await context.call(fun);
    for (const name of names)
      chosen[pythonStr(name)] = (isDict(parts) ? parts.get(name) : undefined) ?? "UNKNOWN";
  }
  return chosen;
}

function patternOf(text: string): RegExp {
  try {
    const pattern = new RegExp(text, "u");
    // One that is too large is found out when it is used.
    pattern.test("");
    return pattern;
  } catch (error) {
    throw new CommandExecutionError(`sig: ${errorText(error)}`, { cause: error });
  }
}

function portOption({ opts }: ExecutionContext, name: string, fallback: number): number {
  const port = opts.get(name);
  return isInt(port) ? Number(port) : fallback;
}
