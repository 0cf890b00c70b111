/**
 * Which packages are on this machine, and what a change of them came to.
 */
import type { Dict, ExecutionContext, Plain } from "@salt/core";
import { CommandExecutionError, dict, getString } from "@salt/core";
import { runProgram } from "../program/run-program.js";
import { compareVersions } from "./dpkg-version.js";

/** Versions by name; several only for packages of which several are there. */
export type PackageVersions = ReadonlyMap<string, readonly string[]>;

/** Packages by what dpkg is to do with them. */
export interface PackageLists {
  readonly installed: PackageVersions;
  /** Gone, with configuration left. */
  readonly removed: PackageVersions;
  readonly purgeDesired: PackageVersions;
}

const FORMAT = `\${Status} \${Package} \${Version} \${Architecture}\\n`;

/** Asks dpkg for all packages. */
export async function packageLists(context: ExecutionContext): Promise<PackageLists> {
  const { stdout } = await runProgram(["dpkg-query", "--showformat", FORMAT, "-W"], context);
  const lists = {
    installed: new Map<string, string[]>(),
    removed: new Map<string, string[]>(),
    purgeDesired: new Map<string, string[]>(),
  };
  for (const line of stdout.split("\n")) {
    const [wanted = "", , status = "", bare = "", version, arch = ""] = line.split(/\s+/);
    if (version === undefined) continue;
    const name = isForeign(arch, context) ? `${bare}:${arch}` : bare;
    if ((wanted === "install" || wanted === "hold") && status.includes("installed"))
      add(lists.installed, name, version);
    else if (wanted === "deinstall") add(lists.removed, name, version);
    else if (wanted === "purge" && status === "installed") add(lists.purgeDesired, name, version);
  }
  return lists;
}

function isForeign(arch: string, { grains }: ExecutionContext): boolean {
  const own = getString(grains, "osarch") ?? "";
  return getString(grains, "cpuarch") === "x86_64" && own === "amd64" && arch !== "all" && arch !== own;
}

function add(list: Map<string, string[]>, name: string, version: string): void {
  list.set(name, [...(list.get(name) ?? []), version].sort(compareVersions));
}

/** Versions by name for the answer, several joined by commas. */
export function joinedVersions(list: PackageVersions): ReadonlyMap<string, string> {
  return new Map([...list].map(([name, versions]) => [name, versions.join(",")]));
}

/** What differs between two lists: old and new version, empty where there is none. */
export function compareLists(before: PackageVersions, after: PackageVersions): Dict {
  const [old, now] = [joinedVersions(before), joinedVersions(after)];
  const names = [...new Set([...now.keys(), ...old.keys()])];
  const changed = names.filter((name) => old.get(name) !== now.get(name));
  return dict(
    changed.map((name): [string, Plain] => {
      const version = now.get(name);
      // What is gone has its keys the other way round, as Salt's comparison writes them.
      if (version === undefined) return [name, { new: "", old: old.get(name) ?? "" }];
      return [name, { old: old.get(name) ?? "", new: version }];
    }),
  );
}

/** An error of a change, with what was changed all the same. */
export function changeFault(what: string, errors: readonly string[], changes: Plain): CommandExecutionError {
  const shown = errors.join("\n");
  return new CommandExecutionError(`${what}: ${shown}`, { details: { errors, changes } });
}
