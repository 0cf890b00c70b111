/**
 * The grains of the system on Windows, as far as Node tells them.
 */
import { cpus, release, totalmem, version } from "node:os";
import type { Plain } from "@salt/core";
import type { Machine } from "../portable/machine.js";

/** The release in a product name such as `Windows Server 2022 Datacenter`: `2022Server`, or `11` for clients. */
function windowsRelease(product: string): string {
  const server = /Server (\d{4})( R2)?/.exec(product);
  if (server !== null) return `${server[1]}Server${server[2] === undefined ? "" : "R2"}`;
  return /Windows (\S+)/.exec(product)?.[1] ?? "";
}

/** All grains on the system. */
export function windowsSystem(machine: Machine): Readonly<Record<string, Plain>> {
  const product = version();
  const osrelease = windowsRelease(product);
  return {
    os: "Windows",
    os_family: "Windows",
    osfullname: product,
    osrelease,
    osversion: release(),
    osfinger: `Windows-${osrelease}`,
    osarch: machine.env.PROCESSOR_ARCHITECTURE,
    init: "Windows",
    num_cpus: Number(machine.env.NUMBER_OF_PROCESSORS ?? 1),
    cpu_model: cpus()[0]?.model.trim() ?? "Unknown",
    mem_total: Math.floor(totalmem() / 1048576),
    ps: "tasklist.exe",
  };
}
