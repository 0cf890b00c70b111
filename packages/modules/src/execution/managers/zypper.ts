/**
 * zypper, of SUSE.
 */
import { existsSync, readFileSync } from "node:fs";
import type { Dict, ExecutionContext, Plain } from "@salt/core";
import { CommandExecutionError, isList, isTruthy, SaltInvocationError } from "@salt/core";
import type { ProgramResult } from "../program/run-program.js";
import { runProgram } from "../program/run-program.js";
import type { PackageManager, Wanted } from "./package-manager.js";
import { repoName } from "./repo-files.js";
import { RPM_NAMES, rpmVersions } from "./rpm.js";
import { isOn } from "./rpm-functions.js";

/** Statuses that are no failures: of searches, and of what needs a restart. */
const FINE = new Set([0, 100, 101, 102, 103]);
const NOTHING_FOUND = 104;
const LOCKS = "/etc/zypp/locks";

/** Runs zypper; what it needs answered, it answers itself. A status that is no failure becomes 0. */
async function runZypper(words: readonly string[], context: ExecutionContext): Promise<ProgramResult> {
  const env = { ZYPP_READONLY_HACK: "0", LC_ALL: "C.UTF-8" };
  const result = await runProgram(["zypper", "--non-interactive", ...words], context, { env });
  return FINE.has(result.retcode) ? { ...result, retcode: 0 } : result;
}

/** The same for what only asks. Throws CommandExecutionError when it fails. */
export async function askZypper(words: readonly string[], context: ExecutionContext): Promise<string> {
  const { retcode, stdout, stderr } = await runZypper(words, context);
  if (retcode === 0) return stdout;
  throw new CommandExecutionError(`Zypper command failure: ${stderr || messages(stdout) || stdout}`);
}

/** The manager. */
export const zypper: PackageManager = {
  program: "zypper",
  names: RPM_NAMES,
  refreshesFirst: true,
  list: rpmVersions,
  latest: async (names, _options, context) => {
    const text = await askZypper(["info", "-t", "package", "--", ...names], context);
    return new Map([...availableFacts(text)].flatMap(([name, facts]) => newer(name, facts)));
  },
  upgrades: async (options, context) => {
    const from = repositories(options).flatMap((one) => ["--repo", one]);
    const text = await askZypper(["--xmlout", "list-updates", ...from], context);
    const rows = [...text.matchAll(/<update\b([^>]*)>/g)].map(([, row = ""]) => attributesOf(row));
    const packages = rows.filter((row) => row.get("kind") === "package");
    return new Map(packages.map((row) => [row.get("name") ?? "", row.get("edition") ?? ""]));
  },
  refresh: async (options, context) => {
    const force = options.has("force") && !isOn(options, "force") ? [] : ["--force"];
    const { stdout } = await runZypper(["refresh", ...force], context);
    const found = new Map<string, boolean>();
    for (const line of stdout.split("\n")) {
      const name = /'(.*?)'/.exec(line)?.[1]?.trim();
      if (name === undefined) continue;
      if (/^\s*Repository/.test(line) && line.includes("is up to date")) found.set(name, false);
      else if (/^\s*Building/.test(line) && line.includes("done")) found.set(name, true);
    }
    return found;
  },
  install: async (wanted, files, options, context) => {
    const trust = isOn(options, "skip_verify") ? ["--no-gpg-checks"] : [];
    const given = [
      ...(isOn(options, "downloadonly") ? ["--download-only"] : []),
      ...(isOn(options, "no_recommends") ? ["--no-recommends"] : []),
      ...repositories(options).flatMap((one) => ["--from", one]),
    ];
    const words = files.length > 0 ? files : wanted.map(wordOf);
    const install = ["install", "--auto-agree-with-licenses", "--oldpackage", ...given, "--", ...words];
    return [await runZypper([...trust, ...install], context)];
  },
  remove: (wanted, _isPurge, context) => runZypper(["remove", "--", ...wanted.map(removalWord)], context),
  upgrade: (wanted, options, context) => {
    const isDist = isOn(options, "dist_upgrade");
    const words = [
      ...(isOn(options, "skip_verify") ? ["--no-gpg-checks"] : []),
      isDist ? "dist-upgrade" : "update",
      "--auto-agree-with-licenses",
      ...repositories(options).flatMap((one) => [isDist ? "--from" : "--repo", one]),
      ...(isDist && isOn(options, "novendorchange") ? ["--no-allow-vendor-change"] : []),
      ...(isDist && isOn(options, "no_recommends") ? ["--no-recommends"] : []),
    ];
    return runZypper(
      [...words, ...(isDist || wanted.length === 0 ? [] : ["--", ...wanted.map(wordOf)])],
      context,
    );
  },
};

function repositories(options: Dict): readonly string[] {
  const given = options.get("fromrepo") ?? null;
  return isTruthy(given) ? (isList(given) ? given : [given]).map(repoName) : [];
}

function wordOf({ name, version }: Wanted): string {
  if (version === null) return name;
  return /^[<>=]/.test(version) ? `${name}${version.replace("==", "=")}` : `${name}=${version}`;
}

function removalWord({ name, version }: Wanted): string {
  return version === null ? name : `${name}=${version}`;
}

/** Facts of packages by name, as `zypper info` prints them. */
export function availableFacts(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const found = new Map<string, Map<string, string>>();
  let repository = "";
  let facts = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, key, value = ""] = /^(\w[\w ]*?)\s*:\s*(.*)$/.exec(line) ?? [];
    if (key === undefined || value === "") continue;
    if (key === "Repository") repository = value;
    else if (key === "Name") {
      facts = new Map([["repository", repository]]);
      found.set(value, facts);
    } else facts.set(key.toLowerCase(), value);
  }
  return found;
}

function newer(name: string, facts: ReadonlyMap<string, string>): (readonly [string, string])[] {
  const status = (facts.get("status") ?? "").toLowerCase();
  const isNew = status.includes("not installed") || status.includes("out-of-date");
  return isNew ? [[name, facts.get("version") ?? ""]] : [];
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]));
}

function messages(text: string): string {
  return [...text.matchAll(/<message type="error">([^<]*)</g)].map(([, message]) => message).join("\n");
}

/** Locks by package, with what they say. */
export function zypperLocks(): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const found = new Map<string, ReadonlyMap<string, string>>();
  for (const block of existsSync(LOCKS) ? readFileSync(LOCKS, "utf8").split("\n\n") : []) {
    const rows = block.split("\n").map((line) => /^([^:#]+):(.*)$/.exec(line) ?? []);
    const lock = new Map(
      rows.flatMap(([, key, value]) => (key === undefined ? [] : [[key.trim(), (value ?? "").trim()]])),
    );
    const name = lock.get("solvable_name");
    lock.delete("solvable_name");
    if (name !== undefined) found.set(name, lock);
  }
  return found;
}

/** Adds or removes locks; what was done, package by package. */
export async function lockPackages(
  holds: boolean,
  wanted: readonly Wanted[],
  context: ExecutionContext,
): Promise<Plain> {
  if (wanted.length === 0) throw new SaltInvocationError("Name or packages must be specified.");
  const locks = zypperLocks();
  const told = new Map<string, Plain>();
  const words: string[] = [];
  for (const { name, version } of wanted) {
    const answer = (result: boolean, comment: string, changes: Plain = {}) =>
      told.set(name, { name, changes, result, comment });
    const held = locks
      .get(name)
      ?.get("version")
      ?.replace(/^[= ]+/, "");
    if (locks.has(name) === holds)
      answer(
        true,
        holds ? `Package ${name} is already set to be held.` : `Package ${name} was already unheld.`,
      );
    else if (!holds && version !== null && version !== held)
      answer(false, `Unable to unhold package ${name} as it is held with the other version.`);
    else {
      const chosen = holds ? version : held;
      words.push(chosen === undefined || chosen === null ? name : `${name}=${chosen}`);
      const [old, now] = holds ? ["", "hold"] : ["hold", ""];
      answer(true, `Package ${name} is ${holds ? "now being" : "no longer"} held.`, { new: now, old });
    }
  }
  if (words.length > 0) await askZypper([holds ? "al" : "rl", "--", ...words], context);
  return told;
}

/** What zypper's lists of patterns, products and patches have: the attributes of each element of a kind. */
export async function listedElements(
  words: readonly string[],
  element: string,
  context: ExecutionContext,
): Promise<readonly ReadonlyMap<string, string>[]> {
  const { retcode, stdout: text } = await runZypper(["--xmlout", ...words], context);
  if (retcode !== 0 && retcode !== NOTHING_FOUND)
    throw new CommandExecutionError(`Zypper command failure: ${messages(text) || text}`);
  return [...text.matchAll(new RegExp(`<${element}\\b([^>]*)>`, "g"))].map(([, row = ""]) =>
    attributesOf(row),
  );
}
