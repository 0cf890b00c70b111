/**
 * The grains of the system on Linux, put together from what each part reads.
 */
import { machine as machineName } from "node:os";
import type { Dict, Plain } from "@salt/core";
import type { Machine } from "../portable/machine.js";
import { releaseGrains } from "../portable/release.js";
import { parseCpuinfo } from "./cpu.js";
import { readDistribution } from "./distribution.js";
import { readGraphics } from "./graphics.js";
import { readHardware } from "./hardware.js";
import { readHypervisor } from "./hypervisor.js";
import { initSystem } from "./init.js";
import { parseMeminfo } from "./memory.js";
import { packageArchitecture } from "./package-architecture.js";
import { readSelinux } from "./security.js";
import { readSystemd } from "./systemd.js";
import { readVirtual } from "./virtual.js";

type Grains = Readonly<Record<string, Plain>>;

/** The command line that lists processes in this system's own way. */
function processList(family: string, virtual: string): string {
  if (virtual === "openvzhn") {
    const own =
      'grep -l "^envID:[[:space:]]*0\\$" /proc/[0-9]*/status | sed -e "s=/proc/\\([0-9]*\\)/.*=\\1="';
    return `ps -fH -p $(${own})  | awk '{ $7=""; print }'`;
  }
  return family === "NILinuxRT" ? "ps -o user,pid,ppid,tty,time,comm" : "ps -efHww";
}

/** Services: SELinux and systemd where their programs are, and the init. */
async function services(machine: Machine): Promise<Grains> {
  const systemctl = machine.which("localectl") === undefined ? undefined : machine.which("systemctl");
  return {
    ...(machine.which("selinuxenabled") === undefined ? {} : { selinux: readSelinux(machine) }),
    ...(systemctl === undefined ? {} : { systemd: await readSystemd(machine, systemctl) }),
    init: initSystem(machine),
  };
}

function graphics(machine: Machine, opts: Dict): Grains {
  const wanted = opts.get("enable_lspci") !== false && opts.get("enable_gpu_grains") !== false;
  const gpus = wanted ? readGraphics(machine) : [];
  return { num_gpus: gpus.length, gpus };
}

/** All grains on the system. */
export async function linuxSystem(machine: Machine, opts: Dict): Promise<Grains> {
  const cpuinfo = machine.text("/proc/cpuinfo") ?? "";
  const hardware = readHardware(machine);
  const distribution = readDistribution(machine);
  const [service, virtual] = await Promise.all([services(machine), readVirtual(machine, cpuinfo, hardware)]);
  return {
    ...service,
    ...distribution,
    ...releaseGrains(distribution.os, distribution.osfullname, distribution.osrelease),
    osarch: packageArchitecture(machine, distribution.os_family, machineName()),
    ...parseCpuinfo(cpuinfo),
    ...parseMeminfo(machine.text("/proc/meminfo") ?? ""),
    ...graphics(machine, opts),
    ...hardware,
    ...virtual,
    ...(virtual.virtual.includes("xen") ? readHypervisor(machine) : {}),
    ps: processList(distribution.os_family, virtual.virtual),
  };
}
