/**
 * The grains of the system on macOS, from the file that names its release and from Node.
 */
import { cpus, machine as machineName, totalmem } from "node:os";
import type { Plain } from "@salt/core";
import type { Machine } from "../portable/machine.js";
import { releaseGrains } from "../portable/release.js";

/** The text fields of a property list in its XML form. */
function plistStrings(text: string): { readonly [key: string]: string | undefined } {
  const pairs = text.matchAll(/<key>([^<]*)<\/key>\s*<string>([^<]*)<\/string>/g);
  return Object.fromEntries(Array.from(pairs, (pair) => [pair[1] ?? "", pair[2] ?? ""]));
}

/** All grains on the system. */
export function macosSystem(machine: Machine): Readonly<Record<string, Plain>> {
  const release = plistStrings(machine.text("/System/Library/CoreServices/SystemVersion.plist") ?? "");
  const osrelease = release.ProductVersion ?? "";
  const osfullname = `${release.ProductName ?? "macOS"} ${osrelease}`;
  const processors = cpus();
  return {
    os: "MacOS",
    os_family: "MacOS",
    osfullname,
    osrelease,
    osbuild: release.ProductBuildVersion,
    ...releaseGrains("MacOS", osfullname, osrelease),
    init: "launchd",
    osarch: machineName(),
    num_cpus: processors.length,
    cpu_model: processors[0]?.model ?? "Unknown",
    mem_total: Math.floor(totalmem() / 1048576),
    manufacturer: "Apple Inc.",
    ps: "ps auxwww",
  };
}
