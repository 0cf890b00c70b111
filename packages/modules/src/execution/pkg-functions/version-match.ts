/**
 * Finding the version that a condition means: `1.2`, `=1.2`, `>=1.2`, `<2`, `1.*`.
 */
import type { ExecutionContext } from "@salt/core";
import { matchGlob } from "@salt/core";
import { runApt } from "./apt.js";
import { compareVersions } from "./dpkg-version.js";

/** The newest version that fits, or a sentence that none does. */
export async function matchVersion(
  name: string,
  condition: string,
  ignoreEpoch: boolean,
  context: ExecutionContext,
): Promise<string | { readonly fault: string }> {
  const [, operator = "", wanted = ""] = /^\s*([<>=]*)\s*(.*?)\s*$/.exec(condition) ?? [];
  const isExact = (operator === "" || operator.startsWith("=")) && !/[*?[]/.test(wanted);
  if (isExact) return wanted;
  const available = (await availableVersions([name], context)).get(name) ?? [];
  const found = [...available]
    .sort((left, right) => compareVersions(right, left))
    .find((version) => fits(version, operator, wanted, ignoreEpoch));
  if (found !== undefined) return found;
  const shown = available.length === 0 ? "None" : available.join(", ");
  return { fault: `No version matching '${name}${condition}' could be found (available: ${shown})` };
}

function fits(version: string, operator: string, wanted: string, ignoreEpoch: boolean): boolean {
  if (operator === "" || operator.startsWith("=")) return matchGlob(wanted, version);
  const plain = (text: string): string => (ignoreEpoch ? text.replace(/^\d+:/, "") : text);
  const order = compareVersions(plain(version), plain(wanted));
  if (operator === "<") return order < 0;
  if (operator === ">") return order > 0;
  return operator === "<=" ? order <= 0 : order >= 0;
}

/** Versions that repositories have, by package; of all packages when none is named. */
export async function availableVersions(
  names: readonly string[],
  context: ExecutionContext,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const command = names.length === 0 ? ["apt-cache", "dump"] : ["apt-cache", "show", "--", ...names];
  const { stdout } = await runApt(command, context);
  const found = new Map<string, string[]>();
  let name = "";
  for (const line of stdout.split("\n")) {
    const [key, value = ""] = line.trim().split(/\s+(.*)/);
    if (line.startsWith("Package: ")) name = line.slice("Package: ".length);
    else if (key === "Version:") found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}
