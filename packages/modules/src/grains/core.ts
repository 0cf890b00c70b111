/**
 * The core grains: what Salt's minion says of its machine by default. One function per topic; each platform adds
 * what it knows, and what it does not know is absent.
 */
import { createHash } from "node:crypto";
import { hostname, machine as machineName, networkInterfaces, release, type, version } from "node:os";
import type { GrainsContext, Plain } from "@salt/core";
import { getString, grainsModule } from "@salt/core";
import { parseGateway4, parseGateway6 } from "./linux/gateway.js";
import { readInterfaces } from "./linux/interfaces.js";
import { parseCmdline } from "./linux/kernel.js";
import { linuxSystem } from "./linux/linux.js";
import { readResolver } from "./linux/resolver.js";
import { macosSystem } from "./macos/macos.js";
import { addresses, fullHostName, namesOf, readHosts } from "./portable/host-names.js";
import { localeOf } from "./portable/locale.js";
import { thisMachine, trimmed } from "./portable/machine.js";
import type { Interface } from "./portable/network.js";
import { allAddresses, interfaceGrains, isLoopback } from "./portable/network.js";
import { nodeInterfaces } from "./portable/node-interfaces.js";
import { timeZone } from "./portable/time-zone.js";
import { windowsSystem } from "./windows/windows.js";

type Grains = Readonly<Record<string, Plain>>;

const PLATFORMS = { linux: linuxSystem, darwin: macosSystem, win32: windowsSystem } as const;
const isLinux = process.platform === "linux";

const interfaces = (): readonly Interface[] =>
  isLinux ? readInterfaces(thisMachine, networkInterfaces()) : nodeInterfaces(networkInterfaces());

/** Kernel, operating system, processors, memory, hardware, virtualisation. */
async function system({ opts }: GrainsContext): Promise<Grains> {
  const platform = process.platform in PLATFORMS ? (process.platform as keyof typeof PLATFORMS) : undefined;
  const kernel = type() === "Windows_NT" ? "Windows" : type();
  return {
    num_gpus: 0,
    gpus: [],
    kernel,
    nodename: hostname(),
    kernelrelease: release(),
    kernelversion: version(),
    cpuarch: machineName(),
    ...(platform === undefined
      ? { os: kernel, os_family: "Unknown" }
      : await PLATFORMS[platform](thisMachine, opts)),
  };
}

/** Who this minion is, and whose. */
function identity({ opts }: GrainsContext): Grains {
  const id = getString(opts, "id") ?? "";
  const digest = createHash("sha256").update(id).digest();
  const domain = opts.get("append_domain");
  return {
    id,
    master: opts.get("master") ?? "",
    server_id: digest.readUInt32BE(28) % 2 ** 31,
    ...(domain === undefined || domain === null ? {} : { append_domain: domain }),
  };
}

/** `localhost`, `fqdn`, `host`, `domain`, `fqdn_ip4` and `fqdn_ip6`. */
async function names({ signal }: GrainsContext): Promise<Grains> {
  const hosts = readHosts(thisMachine);
  const own = interfaces();
  const fqdn = await fullHostName(hosts, hostname(), readResolver(thisMachine), signal);
  const [host, ...domain] = fqdn.split(".");
  const lookUp = (family: 4 | 6): Promise<readonly string[]> =>
    allAddresses(own, family).length === 0 ? Promise.resolve([]) : addresses(hosts, fqdn, family, signal);
  const [fqdn_ip4, fqdn_ip6] = await Promise.all([lookUp(4), lookUp(6)]);
  return { localhost: hostname(), fqdn, host, domain: domain.join("."), fqdn_ip4, fqdn_ip6 };
}

/** `fqdns`: the names of all addresses, where `enable_fqdns_grains` asks for them. */
async function fqdns({ opts, signal }: GrainsContext): Promise<Grains> {
  if (opts.get("enable_fqdns_grains") !== true) return { fqdns: [] };
  const own = interfaces();
  const outside = [...allAddresses(own, 4), ...allAddresses(own, 6)].filter(
    (address) => !isLoopback(address),
  );
  return { fqdns: await namesOf(outside, signal) };
}

/** `ip_gw`, `ip4_gw` and `ip6_gw`. */
function gateways(): Grains {
  if (!isLinux) return {};
  const ip4_gw = parseGateway4(thisMachine.text("/proc/net/route") ?? "");
  const ip6_gw = parseGateway6(thisMachine.text("/proc/net/ipv6_route") ?? "");
  return { ip_gw: ip4_gw !== false || ip6_gw !== false, ip4_gw, ip6_gw };
}

/** `dns`, `machine_id`, `kernelparams`. */
function files(): Grains {
  const dns = readResolver(thisMachine);
  const machineId =
    trimmed(thisMachine, "/etc/machine-id") ?? trimmed(thisMachine, "/var/lib/dbus/machine-id");
  const cmdline = thisMachine.text("/proc/cmdline");
  return {
    ...(dns === undefined ? {} : { dns }),
    ...(machineId === undefined ? {} : { machine_id: machineId }),
    ...(cmdline === undefined ? {} : { kernelparams: parseCmdline(cmdline) }),
  };
}

/** `cwd`, `path`, `systempath`, `locale_info`. */
function environment(): Grains {
  const path = (thisMachine.env.PATH ?? "").trim();
  return {
    cwd: process.cwd(),
    path,
    systempath: path.split(process.platform === "win32" ? ";" : ":"),
    locale_info: { ...localeOf(thisMachine.env), timezone: timeZone(thisMachine, new Date()) },
  };
}

/** The core grains. */
export const core = grainsModule("core", {
  doc: "Facts about the machine: system, hardware, network, identity.",
  functions: {
    system,
    identity,
    names,
    fqdns,
    interfaces: () => interfaceGrains(interfaces()),
    gateways,
    files,
    environment,
  },
});
