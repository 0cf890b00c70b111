/**
 * Asking other machines, and changing what this one is called.
 */
import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { lookup, lookupService } from "node:dns/promises";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isIPv6 } from "node:net";
import { hostname as ownName } from "node:os";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { float, isInt, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { linesOf, splitLines } from "../../text/lines.js";
import { givenKeywords } from "../../values/keywords.js";
import { PythonError } from "../../values/python-error.js";
import { findProgram } from "../cmd/programs.js";
import { fileFn } from "../file-functions/system-error.js";
import { plainName, programPath, runProgram } from "../program/run-program.js";
import { takesConnections } from "../status-functions/connections.js";
import { interfacesOf } from "./interfaces.js";

const host = needed.str("The host.");
const iface = needed.str("The interface.");
const ETHTOOL = "/sbin/ethtool";
const TRACE_SECONDS = 120;

/** The functions, by name. */
export const askFunctions = {
  ping: fileFn({
    doc: "Sends four echo requests to a host; gives what ping prints.",
    examples: ["salt '*' network.ping archlinux.org timeout=3 return_boolean=True"],
    params: {
      host,
      timeout: maybe.any(false, "Seconds to wait for each answer."),
      return_boolean: maybe.bool(false, "Only say whether there were answers."),
    },
    run: async (args, context): Promise<Plain> => {
      const wait = isTruthy(args.timeout) ? ["-W", plainName(args.timeout, "timeout")] : [];
      const command = ["ping", ...wait, "-c", "4", "--", hostWord(args.host)];
      if (args.return_boolean) return (await runProgram(command, context)).retcode === 0;
      return await context.call("cmd.run", [command], { python_shell: false });
    },
  }),
  dig: fileFn({
    doc: "Asks DNS for a host with dig; gives what it prints.",
    examples: ["salt '*' network.dig archlinux.org"],
    params: { host },
    run: (args, context) =>
      context.call("cmd.run", [[programPath("dig"), hostWord(args.host)]], { python_shell: false }),
  }),
  traceroute: fileFn({
    doc: "The way to a host, step by step.",
    examples: ["salt '*' network.traceroute archlinux.org"],
    params: { host },
    run: async (args, context): Promise<Plain> => {
      const command = [programPath("traceroute"), "--", hostWord(args.host)];
      const { stdout } = await runProgram(command, context, { timeout: TRACE_SECONDS });
      return splitLines(stdout).flatMap((line) => stepOf(line) ?? []);
    },
  }),
  connect: fileFn({
    doc: "Whether a port of a host takes connections.",
    examples: ["salt '*' network.connect archlinux.org 80"],
    params: { host: needed.any("The host."), port: maybe.any(null, "The port.") },
    varkw: "kwargs",
    run: (args, _context, { kwargs }): Promise<Plain> =>
      connectTo(args.host, args.port, givenKeywords(kwargs)),
  }),
  wol: fileFn({
    doc: "Wakes a machine by its hardware address.",
    examples: ["salt '*' network.wol 00:11:22:aa:bb:cc"],
    params: {
      mac: needed.str("The hardware address."),
      bcast: maybe.str("255.255.255.255", "The address to send to."),
      destport: maybe.int(9, "The port."),
    },
    run: async (args) => {
      const digits = args.mac.length === 17 ? args.mac.replaceAll(args.mac[2] ?? "", "") : args.mac;
      if (!/^[0-9a-fA-F]{12}$/.test(digits)) throw new PythonError("ValueError", "Invalid MAC address");
      const packet = Buffer.concat([Buffer.alloc(6, 0xff), ...Array(16).fill(Buffer.from(digits, "hex"))]);
      await broadcast(packet, args.destport ?? 9, args.bcast ?? "255.255.255.255");
      return true;
    },
  }),
  fqdns: fileFn({
    doc: "The names that DNS has for the addresses of this machine.",
    examples: ["salt '*' network.fqdns"],
    run: async (_args, context): Promise<Plain> => {
      const facts = [...(await interfacesOf(context)).values()];
      const all = facts
        .flatMap((one) => [...(one.inet ?? []), ...(one.inet6 ?? [])])
        .map((one) => one.address ?? "");
      const asked = all.filter((address) => address !== "::1" && !address.startsWith("127."));
      const names = await Promise.all(asked.map((address) => nameOf(address)));
      return { fqdns: [...new Set(names.filter((name) => name !== ""))].sort() };
    },
  }),
  get_bufsize: fileFn({
    doc: "How many packets an interface keeps, as ethtool tells it.",
    examples: ["salt '*' network.get_bufsize eth0"],
    params: { iface },
    run: async (args, context): Promise<Plain> => {
      if (!existsSync(ETHTOOL)) return {};
      const command = [ETHTOOL, "-g", plainName(args.iface, "iface")];
      return bufferSizes(pythonStr(await context.call("cmd.run", [command], { python_shell: false })));
    },
  }),
  mod_bufsize: fileFn({
    doc: "Sets how many packets an interface keeps: rx, tx, rx-mini, rx-jumbo.",
    examples: ["salt '*' network.mod_bufsize eth0 rx=256"],
    params: { iface },
    varargs: "args",
    varkw: "kwargs",
    run: async (args, context, { args: others, kwargs }): Promise<Plain> => {
      if (!existsSync(ETHTOOL)) return false;
      const given = givenKeywords(kwargs);
      const kinds = ["rx", "tx", "rx-mini", "rx-jumbo"].filter((kind) => (given.get(kind) ?? null) !== null);
      const comment = "Requires rx=<val> tx==<val> rx-mini=<val> and/or rx-jumbo=<val>";
      if (given.size === 0 || (kinds.length === 0 && others.length === 0)) return { result: false, comment };
      if (others.length > 0)
        return { result: false, comment: `Unknown arguments: ${others.map(pythonStr).join(" ")}` };
      const words = kinds.flatMap((kind) => [kind, plainName(given.get(kind) ?? "", kind)]);
      const command = [ETHTOOL, "-G", plainName(args.iface, "iface"), ...words];
      const output = pythonStr(await context.call("cmd.run", [command], { python_shell: false }));
      return output === "" ? { result: true, comment: words.join(" ") } : { result: false, comment: output };
    },
  }),
  mod_hostname: fileFn({
    doc: "Changes the name of this machine, now and for later starts.",
    examples: ["salt '*' network.mod_hostname master.example.org"],
    params: { hostname: needed.any("The name.") },
    run: (args, context) => rename(args.hostname, context),
  }),
} as const;

/** A host without the characters that no name has; never an option. Throws SaltInvocationError. */
function hostWord(given: string): string {
  plainName(given, "host");
  return /^[0-9a-fA-F:.]+$/.test(given) ? given : given.slice(0, 255).replace(/[^A-Za-z0-9._-]/g, "");
}

function stepOf(line: string): Plain | undefined {
  if (!line.includes(" ") || line.startsWith("traceroute")) return undefined;
  const parts = line.trim().split("  ");
  const [count = "", name = "", ...delays] = parts;
  if (name === "* * *") return { count: Number(count), hostname: "*" };
  if (delays.length < 3) return {};
  const [hostname = "", ip = ""] = name.split(" ");
  const [ms1, ms2, ms3] = delays.map((delay) => float(Number.parseFloat(delay)));
  return { count: Number(count), hostname, ip: ip.replace(/[()]/g, ""), ms1, ms2, ms3 };
}

async function connectTo(to: Value, port: Value, options: ReadonlyMap<Value, Value>): Promise<Plain> {
  if (!isTruthy(to)) return { result: false, comment: "Required argument, host, is missing." };
  if (!isTruthy(port)) return { result: false, comment: "Required argument, port, is missing." };
  const [name, wanted] = [pythonStr(to), pythonStr(options.get("family") ?? "")];
  const proto = options.get("proto") === "udp" ? "udp" : "tcp";
  const family = wanted === "ipv4" ? 4 : wanted === "ipv6" ? 6 : 0;
  const timeout = options.get("timeout");
  const ms = (isInt(timeout) ? Number(timeout) : 5) * 1000;
  try {
    const found = await lookup(name, { family });
    const isOpen = await (proto === "udp" ? answersPacket : takesConnections)(
      found.address,
      Number(pythonStr(port)),
      ms,
    );
    const done = isOpen ? "Successfully connected" : "Unable to connect";
    return {
      result: isOpen,
      comment: `${done} to ${name} (${found.address}) on ${proto} port ${pythonStr(port)}`,
    };
  } catch {
    return { result: false, comment: `Unable to resolve host ${name} on ${proto} port ${pythonStr(port)}` };
  }
}

/** Whether a UDP port gives anything back for a packet. Salt means to ask this, and fails on its own packet. */
async function answersPacket(address: string, port: number, ms: number): Promise<boolean> {
  const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
  try {
    const answer = once(socket, "message", { signal: AbortSignal.timeout(ms) });
    socket.connect(port, address, () => socket.send(randomBytes(16).toString("hex")));
    await answer;
    return true;
  } catch {
    return false; // It refused, or said nothing in time.
  } finally {
    socket.close();
  }
}

function broadcast(packet: Buffer, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    socket.once("error", (error) => {
      socket.close();
      reject(error);
    });
    socket.bind(0, () => {
      socket.setBroadcast(true);
      socket.send(packet, port, address, (error) => {
        socket.close();
        if (error === null) resolve();
        else reject(error);
      });
    });
  });
}

async function nameOf(address: string): Promise<string> {
  try {
    const { hostname } = await lookupService(address, 0);
    return hostname === address ? "" : hostname;
  } catch {
    return "";
  }
}

function bufferSizes(output: string): Plain {
  const sizes: { [name: string]: Plain } = { result: false };
  let ending = "max-";
  for (const line of splitLines(output)) {
    const [, name, size] = /^(.+):\s+(\d+)$/.exec(line) ?? [];
    if (name !== undefined) {
      sizes[name.toLowerCase().replaceAll(" ", "-") + ending] = Number(size);
      sizes.result = true;
    } else if (line.endsWith("maximums:")) ending = "-max";
    else if (line.endsWith("settings:")) ending = "";
  }
  return sizes.result === true ? sizes : { ...sizes, comment: output.replace(/^\S*sh:\s*/, "") };
}

async function rename(given: Value, context: ExecutionContext): Promise<boolean> {
  if (given === null) return false;
  const name = plainName(given, "hostname");
  const before = ownName();
  const byControl = findProgram("hostnamectl");
  const command =
    byControl === undefined ? [programPath("hostname"), "--", name] : [byControl, "set-hostname", "--", name];
  const { retcode } = await runProgram(command, context, { ignore_retcode: false });
  if (retcode !== 0 && byControl !== undefined) return false;
  if (existsSync("/etc/hosts")) {
    const lines = linesOf(readFileSync("/etc/hosts", "utf8")).map((line) => {
      const words = line
        .trim()
        .split(/\s+/)
        .filter((word) => word !== "");
      return `${words.map((word) => (word === before ? name : word)).join("\t")}\n`;
    });
    writeFileSync("/etc/hosts", lines.join(""));
  }
  if (context.grains.get("os_family") === "Debian") writeFileSync("/etc/hostname", `${name}\n`);
  return true;
}
