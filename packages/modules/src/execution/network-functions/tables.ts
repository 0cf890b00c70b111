/**
 * Tables of the network: connections, routes and neighbours.
 */
import type { ExecutionContext, Plain } from "@salt/core";
import { CommandExecutionError, maybe, needed } from "@salt/core";
import { splitLines } from "../../text/lines.js";
import { findProgram } from "../cmd/programs.js";
import { fileFn } from "../file-functions/system-error.js";
import { plainName, programPath, runProgram } from "../program/run-program.js";
import { establishedConnections } from "../status-functions/connections.js";
import { networkParts, parseNetwork } from "./address.js";

const family = maybe.str(null, "`inet` or `inet6`.");
/** Kinds of routes that lead nowhere. */
const OTHER_ROUTES = "unicast broadcast throw unreachable prohibit blackhole nat anycast multicast".split(
  " ",
);

/** A route, by Salt's names. */
interface Route {
  readonly addr_family: "inet" | "inet6";
  readonly destination: string;
  readonly gateway: string;
  readonly netmask: string;
  readonly flags: string;
  readonly interface: string;
}

/** The functions, by name. */
export const tableFunctions = {
  active_tcp: fileFn({
    doc: "The TCP connections that are open.",
    examples: ["salt '*' network.active_tcp"],
    run: (): Plain => new Map(establishedConnections().map((one, at) => [at, { ...one }])),
  }),
  netstat: fileFn({
    doc: "Connections and ports that programs listen on.",
    examples: ["salt '*' network.netstat"],
    run: async (_args, context): Promise<Plain> => {
      if (findProgram("netstat") === undefined) return await socketsBySs(context);
      const lines = splitLines((await runProgram(["netstat", "-tulpnea"], context)).stdout);
      return lines
        .filter((line) => /^(tcp|udp)/.test(line))
        .map((line) => socketOf(line.trim().split(/\s+/)));
    },
  }),
  arp: fileFn({
    doc: "The hardware addresses of neighbours with their IP addresses.",
    examples: ["salt '*' network.arp"],
    run: async (_args, context): Promise<Plain> => {
      const { stdout } = await runProgram([programPath("arp"), "-an"], context);
      const rows = splitLines(stdout).map((line) => line.trim().split(/\s+/));
      return new Map(
        rows
          .filter((row) => row.length > 3)
          .map((row) => [row[3] ?? "", (row[1] ?? "").replace(/[()]/g, "")]),
      );
    },
  }),
  ip_neighs: neighbours("ip_neighs", ".", "The IPv4 addresses of neighbours, by hardware address."),
  ip_neighs6: neighbours("ip_neighs6", ":", "The IPv6 addresses of neighbours, by hardware address."),
  ipneighs: neighbours("ipneighs", ".", "The same as `network.ip_neighs`."),
  ipneighs6: neighbours("ipneighs6", ":", "The same as `network.ip_neighs6`."),
  routes: fileFn({
    doc: "The routes of this machine.",
    examples: ["salt '*' network.routes"],
    params: { family },
    run: async (args, context): Promise<Plain> =>
      (await routesOf(args.family, context)).map((one) => ({ ...one })),
  }),
  default_route: fileFn({
    doc: "The routes to everywhere.",
    examples: ["salt '*' network.default_route"],
    params: { family },
    run: async (args, context): Promise<Plain> =>
      (await routesOf(args.family, context))
        .filter(({ destination }) => ["0.0.0.0", "default", "::/0"].includes(destination))
        .map((one) => ({ ...one })),
  }),
  get_route: fileFn({
    doc: "The way to an address: gateway, interface and own address.",
    examples: ["salt '*' network.get_route 10.10.10.10"],
    params: { ip: needed.str("The address.") },
    run: async (args, context): Promise<Plain> => {
      const { stdout, stderr } = await runProgram(["ip", "route", "get", plainName(args.ip, "ip")], context);
      const found = /(?:via\s+([\w.:]+))?\s+dev\s+([\w.:-]+)\s+.*src\s+([\w.:]+)/.exec(
        stdout.split("\n")[0] ?? "",
      );
      if (found === null)
        throw new CommandExecutionError(`There is no way to ${args.ip}: ${stderr || stdout}`);
      const [, gateway = null, iface, source] = found;
      return { destination: args.ip, gateway, interface: iface, source };
    },
  }),
} as const;

function socketOf(row: readonly string[]): Plain {
  const [proto, received, sent, local, remote, ...rest] = row;
  const isTcp = proto?.startsWith("tcp") === true;
  const [state, user, inode, program] = isTcp ? rest : [undefined, ...rest];
  const ends = {
    proto,
    "recv-q": received,
    "send-q": sent,
    "local-address": local,
    "remote-address": remote,
  };
  return { ...ends, ...(isTcp ? { state } : {}), user, inode, program };
}

async function socketsBySs(context: ExecutionContext): Promise<Plain> {
  const lines = splitLines((await runProgram(["ss", "-tulpnea"], context)).stdout);
  return lines
    .filter((line) => /^(tcp|udp)/.test(line))
    .map((line) => {
      const [proto = "", state = "", received, sent, local, remote] = line.trim().split(/\s+/);
      const ends = {
        proto,
        "recv-q": received,
        "send-q": sent,
        "local-address": local,
        "remote-address": remote,
      };
      const shown = proto === "tcp" ? { state: state === "ESTAB" ? "ESTABLISHED" : state } : {};
      const facts = {
        user: / uid:(\d+)/.exec(line)?.[1] ?? 0,
        inode: / ino:(\d+)/.exec(line)?.[1] ?? 0,
        program: / users:\(\("([^"]*)"/.exec(line)?.[1] ?? "",
      };
      return { ...ends, ...shown, ...facts };
    });
}

async function routesOf(wanted: string | null, context: ExecutionContext): Promise<readonly Route[]> {
  if (wanted !== null && wanted !== "inet" && wanted !== "inet6")
    throw new CommandExecutionError(`Invalid address family ${wanted}`);
  const found =
    findProgram("netstat") === undefined ? await routesByIp(context) : await routesByNetstat(context);
  return found.filter((one) => wanted === null || one.addr_family === wanted);
}

async function routesByNetstat(context: ExecutionContext): Promise<readonly Route[]> {
  const rows = async (kind: "inet" | "inet6"): Promise<readonly (readonly string[])[]> => {
    const { stdout } = await runProgram(["netstat", "-A", kind, "-rn"], context);
    return splitLines(stdout)
      .slice(2)
      .map((line) => line.trim().split(/\s+/));
  };
  const four = (await rows("inet")).map(
    ([destination = "", gateway = "", netmask = "", flags = "", , , , iface = ""]): Route => ({
      addr_family: "inet",
      destination,
      gateway,
      netmask,
      flags,
      interface: iface,
    }),
  );
  const six = (await rows("inet6"))
    .filter((row) => row.length === 6 || row.length === 7)
    .map((row): Route => {
      const [destination = "", gateway = "", flags = ""] = row;
      return { addr_family: "inet6", destination, gateway, netmask: "", flags, interface: row.at(-1) ?? "" };
    });
  return [...four, ...six];
}

async function routesByIp(context: ExecutionContext): Promise<readonly Route[]> {
  const rows = async (words: readonly string[]): Promise<readonly (readonly string[])[]> =>
    splitLines((await runProgram(["ip", ...words], context)).stdout)
      .map((line) => line.trim().split(/\s+/))
      .filter((row) => row[0] !== "" && !OTHER_ROUTES.includes(row[0] ?? ""));
  const four = (await rows(["-4", "route", "show", "table", "main"])).map((row): Route => {
    const [target = "", , gateway = ""] = row;
    if (target === "default") return defaultRoute("inet", "0.0.0.0", gateway, row);
    const { network, netmask } = networkParts(parseNetwork(target));
    const iface = row[1] === "dev" ? (row[2] ?? "") : "";
    return {
      addr_family: "inet",
      destination: network,
      gateway: "0.0.0.0",
      netmask,
      flags: "U",
      interface: iface,
    };
  });
  const six = (await rows(["-6", "route", "show", "table", "all"])).map((row): Route => {
    const [target = "", second = "", third = ""] = row;
    if (target === "default") return defaultRoute("inet6", "::/0", third, row);
    const isLocal = target === "local";
    const destination = isLocal ? `${second}/128` : target;
    const at = isLocal ? 2 : 1;
    const iface = row[at] === "dev" ? (row[at + 1] ?? "") : "";
    return { addr_family: "inet6", destination, gateway: "::", netmask: "", flags: "U", interface: iface };
  });
  return [...four, ...six];
}

function defaultRoute(
  kind: Route["addr_family"],
  destination: string,
  gateway: string,
  row: readonly string[],
): Route {
  const netmask = kind === "inet" ? "0.0.0.0" : "";
  const iface = row[3] === "dev" ? (row[4] ?? "") : "";
  return { addr_family: kind, destination, gateway, netmask, flags: "UG", interface: iface };
}

/** A function that tells neighbours whose address has a character in it. */
function neighbours(name: string, mark: string, doc: string) {
  return fileFn({
    doc,
    examples: [`salt '*' network.${name}`],
    run: async (_args, context): Promise<Plain> => {
      const { stdout } = await runProgram([programPath("ip"), "neigh", "show"], context);
      const rows = splitLines(stdout).map((line) => line.trim().split(/\s+/));
      const known = rows.filter((row) => row.length >= 5 && row[0]?.includes(mark) === true);
      return new Map(known.map((row) => [row[4] ?? "", row[0] ?? ""]));
    },
  });
}
