/**
 * Whether a package of JavaScript is there as it is asked for.
 */
import type { Dict, Value } from "@salt/core";
import { get, isDict, pythonStr } from "@salt/core";

/** The name and version that are there; undefined when the package has to be installed. */
export function npmSatisfied(asked: string, packages: Dict): string | undefined {
  const [, name = "", wanted] = /^(@?[^@\s]+)(?:@(\S+))?/.exec(asked) ?? [];
  const version = versionOf(packages.get(name)) ?? versionFrom(name, packages);
  if (version === undefined || (wanted !== undefined && wanted !== version)) return undefined;
  return `${name}@${version}`;
}

function versionOf(facts: Value | undefined): string | undefined {
  const version = get(facts ?? null, "version");
  return version === undefined ? undefined : pythonStr(version);
}

/** The version of what was installed from an address, under whatever name. */
function versionFrom(address: string, packages: Dict): string | undefined {
  const wanted = address.split("://")[1];
  if (wanted === undefined) return undefined;
  for (const facts of packages.values()) {
    if (!isDict(facts)) continue;
    const from = pythonStr(facts.get("from") ?? "").split("://")[1];
    if (from === undefined) continue;
    const whole = !from.endsWith(".git") && address.startsWith("git://") ? `${from}.git` : from;
    if (whole === wanted) return versionOf(facts) ?? "";
  }
  return undefined;
}
