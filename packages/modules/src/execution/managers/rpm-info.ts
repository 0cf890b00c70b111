/**
 * What rpm knows of installed packages: lowpkg.info.
 */
import type { Dict, ExecutionContext, Plain } from "@salt/core";
import { CommandExecutionError } from "@salt/core";
import { runProgram } from "../program/run-program.js";
import { compareRpmVersions } from "./rpm-version.js";

const optional = (tag: string): string => `%|${tag}?{%{${tag}}}|`;
const SIGNATURES = ["DSAHEADER", "RSAHEADER", "SIGGPG", "SIGPGP"];
const signature = SIGNATURES.reduceRight((rest, tag) => `%|${tag}?{%{${tag}:pgpsig}}:{${rest}}|`, "(none)");

/** Attributes, by Salt's names, in the order of the answer, and what rpm gives for each. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  name: "%{NAME}",
  relocations: "%|PREFIXES?{[%{PREFIXES} ]}:{(not relocatable)}|",
  version: "%{VERSION}",
  vendor: "%{VENDOR}",
  release: "%{RELEASE}",
  epoch: optional("EPOCH"),
  build_date_time_t: "%{BUILDTIME}",
  build_date: "%{BUILDTIME}",
  install_date_time_t: optional("INSTALLTIME"),
  install_date: optional("INSTALLTIME"),
  build_host: "%{BUILDHOST}",
  group: "%{GROUP}",
  source_rpm: "%{SOURCERPM}",
  size: "%{LONGSIZE}",
  arch: "%{ARCH}",
  license: optional("LICENSE"),
  signature,
  packager: optional("PACKAGER"),
  url: optional("URL"),
  summary: "%{SUMMARY}",
  edition: "%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}",
  description: "%{DESCRIPTION}",
};
/** Between attributes, and after a package: control characters that no text of a package holds. */
const [FIELD_END, PACKAGE_END] = ["\x1f", "\x1e"];

/** The facts of packages by name, of all when none is named; a list of them for each with `allVersions`. */
export async function rpmInfo(
  names: readonly string[],
  attributes: readonly string[] | undefined,
  allVersions: boolean,
  context: ExecutionContext,
): Promise<Dict> {
  const chosen = Object.keys(ATTRIBUTES).filter((key) => attributes?.includes(key) ?? true);
  if (chosen.length === 0) throw new CommandExecutionError("No valid attributes found.");
  const asked = [...new Set([...chosen, "name", "edition"])];
  const format = `${asked.map((key) => ATTRIBUTES[key]).join(FIELD_END)}${PACKAGE_END}`;
  const words = ["rpm", ...(names.length === 0 ? ["-qa"] : ["-q"]), "--queryformat", format, ...names];
  const { stdout } = await runProgram(words, context, { env: { TZ: "UTC", LC_ALL: "C.UTF-8" } });
  const packages = stdout
    .split(PACKAGE_END)
    .map((text) => text.split(FIELD_END))
    .filter((fields) => fields.length === asked.length)
    .map((fields) => new Map(asked.map((key, index) => [key, (fields[index] ?? "").trim()] as const)));
  return byName(packages, allVersions);
}

function byName(packages: readonly ReadonlyMap<string, string>[], allVersions: boolean): Dict {
  const newestFirst = [...packages].sort((a, b) =>
    compareRpmVersions(b.get("edition") ?? "", a.get("edition") ?? ""),
  );
  const found = new Map<string, Plain>();
  for (const fields of newestFirst) {
    // Names of packages that are not there come before the first field.
    const name = (fields.get("name") ?? "").split("\n").at(-1) ?? "";
    if (name.startsWith("gpg-pubkey")) continue;
    const facts = factsOf(fields, allVersions);
    const before = found.get(name);
    if (before === undefined) found.set(name, allVersions ? [facts] : facts);
    else if (Array.isArray(before)) found.set(name, [...before, facts]);
  }
  return new Map(found) as Dict;
}

function factsOf(fields: ReadonlyMap<string, string>, withEdition: boolean): Plain {
  const facts = new Map<string, Plain>();
  for (const [key, text] of fields) {
    if (key === "name" || (key === "edition" && !withEdition)) continue;
    if (key.endsWith("_date_time_t")) {
      if (/^\d+$/.test(text)) facts.set(key, Number(text));
    } else if (key.endsWith("_date")) {
      if (/^\d+$/.test(text))
        facts.set(key, new Date(Number(text) * 1000).toISOString().replace(".000Z", "Z"));
    } else if (text !== "" || key === "description") facts.set(key, text);
  }
  return facts;
}
