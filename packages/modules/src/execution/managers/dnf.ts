/**
 * dnf and yum, of Red Hat and its relatives.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import {
  CommandExecutionError,
  getString,
  isList,
  isTruthy,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { findProgram } from "../cmd/programs.js";
import type { ProgramResult } from "../program/run-program.js";
import { runProgram } from "../program/run-program.js";
import type { PackageManager, Wanted } from "./package-manager.js";
import { RPM_NAMES, resolvedName, rpmVersions, splitRpmArch } from "./rpm.js";
import { isOn } from "./rpm-functions.js";
import { compareRpmVersions } from "./rpm-version.js";

/** What `check-update` ends with: there are updates, there are none, it failed. */
const UPDATES: ReadonlyMap<number, boolean | null> = new Map([
  [100, true],
  [0, null],
]);
const PROGRAMS = ["dnf5", "dnf", "tdnf", "yum"];
const REPOSITORY = /^[A-Za-z0-9_.*:][\w.*:/+-]*$/;

/** The program that is there. */
export function dnfProgram(): string | undefined {
  return PROGRAMS.find((name) => findProgram(name) !== undefined);
}

/** Runs it. */
export function runDnf(words: readonly string[], context: ExecutionContext): Promise<ProgramResult> {
  return runProgram([dnfProgram() ?? "dnf", ...words], context, { env: { LC_ALL: "C.UTF-8" } });
}

/** The manager. */
export const dnf: PackageManager = {
  program: "dnf",
  names: RPM_NAMES,
  refreshesFirst: true,
  list: rpmVersions,
  latest: latestVersions,
  upgrades: async (options, context) => {
    const words = ["--quiet", ...repositoryOptions(options), ...listWords("upgrades")];
    const { retcode, stdout, stderr } = await runDnf(words, context);
    if (retcode !== 0 && stderr.includes("Error:")) return new Map();
    return new Map(listed(stdout, context).map(({ name, version }) => [name, version]));
  },
  refresh: async (options, context) => {
    const chosen = repositoryOptions(options);
    await runDnf(["--quiet", "--assumeyes", "clean", "expire-cache", ...chosen], context);
    if (options.has("check_update") && !isOn(options, "check_update")) return true;
    const { retcode } = await runDnf(["--quiet", "--assumeyes", "check-update", ...chosen], context);
    return UPDATES.get(retcode) ?? (UPDATES.has(retcode) ? null : false);
  },
  install,
  remove: (wanted, _isPurge, context) => runDnf(["-y", "remove", ...wanted.map(wordOf)], context),
  upgrade: (wanted, options, context) => {
    const isMinimal = isOn(options, "minimal");
    const isYum = dnfProgram() === "yum" && options.has("obsoletes") && !isOn(options, "obsoletes");
    const verb = `${isYum ? "update" : "upgrade"}${isMinimal ? "-minimal" : ""}`;
    const words = ["--quiet", "-y", ...repositoryOptions(options), ...trust(options), verb];
    return runDnf([...words, ...wanted.map(wordOf)], context);
  },
};

/** Options that choose repositories. Throws SaltInvocationError for names of none. */
function repositoryOptions(options: Dict): readonly string[] {
  const names = (key: string): readonly string[] => {
    const given = options.get(key) ?? null;
    if (!isTruthy(given)) return [];
    return (isList(given) ? given : [given]).map((one) => repositoryName(one, key));
  };
  const only = [...names("fromrepo"), ...(isOn(options, "fromrepo") ? [] : names("repo"))];
  const chosen =
    only.length > 0
      ? ["--disablerepo=*", ...only.map((one) => `--enablerepo=${one}`)]
      : [
          ...names("disablerepo").map((one) => `--disablerepo=${one}`),
          ...names("enablerepo").map((one) => `--enablerepo=${one}`),
        ];
  return [...chosen, ...names("disableexcludes").map((one) => `--disableexcludes=${one}`)];
}

function repositoryName(given: Value, what: string): string {
  const name = pythonStr(given);
  if (REPOSITORY.test(name)) return name;
  throw new SaltInvocationError(`${what}: ${JSON.stringify(name)} is not the name of a repository`);
}

function trust(options: Dict): readonly string[] {
  return isOn(options, "skip_verify") ? ["--nogpgcheck"] : [];
}

function listWords(what: "available" | "upgrades"): readonly string[] {
  const program = dnfProgram();
  if (program === "dnf5") return ["list", `--${what}`];
  return ["list", program === "yum" && what === "upgrades" ? "updates" : what];
}

/** A package with the version asked for, as dnf wants it: without an epoch. */
function wordOf({ name, version }: Wanted): string {
  if (version === null) return name;
  const [bare, arch] = splitRpmArch(name);
  return `${bare}-${version.replace(/^=*(?:\d+:)?/, "")}${arch === undefined ? "" : `.${arch}`}`;
}

async function install(
  wanted: readonly Wanted[],
  files: readonly string[],
  options: Dict,
  context: ExecutionContext,
): Promise<readonly ProgramResult[]> {
  const start = ["-y", ...repositoryOptions(options), ...trust(options)];
  if (isOn(options, "downloadonly")) start.push("--downloadonly");
  const install = [
    "install",
    ...((dnfProgram() ?? "dnf").startsWith("dnf") ? ["--best", "--allowerasing"] : []),
  ];
  if (files.length > 0) return [await runDnf([...start, ...install, ...files], context)];
  const installed = await rpmVersions(context);
  const groups = new Map<string, string[]>();
  for (const one of wanted) {
    const verb = verbFor(one, installed.get(one.name) ?? [], isOn(options, "reinstall"));
    groups.set(verb, [...(groups.get(verb) ?? []), wordOf(await exact(one, context))]);
  }
  const results: ProgramResult[] = [];
  for (const [verb, words] of groups) {
    const command = verb === "install" ? install : [verb];
    results.push(await runDnf([...start, ...command, ...words], context));
  }
  return results;
}

/** `install` takes no older version, and does nothing for what is there. */
function verbFor({ version }: Wanted, installed: readonly string[], again: boolean): string {
  const newest = installed.at(-1);
  if (newest === undefined) return "install";
  const order =
    version === null || /^[<>!]|\*/.test(version)
      ? undefined
      : compareRpmVersions(version.replace(/^=+/, ""), newest);
  if (again && (order === undefined || order === 0)) return "reinstall";
  return order === -1 ? "downgrade" : "install";
}

/** The newest version that fits an operator or a pattern; what is exact already stays. */
async function exact({ name, version }: Wanted, context: ExecutionContext): Promise<Wanted> {
  const [, operator = "", bare = ""] = /^([<>=!]*)(.*)$/.exec(version ?? "") ?? [];
  if (version === null || (["", "=", "=="].includes(operator) && !bare.includes("*")))
    return { name, version };
  const offers = (await offered([name], context)).filter((one) => one.name === name);
  const found = offers
    .map((one) => one.version)
    .sort((a, b) => compareRpmVersions(b, a))
    .find((one) => fits(one, operator, bare));
  if (found !== undefined) return { name, version: found };
  throw new CommandExecutionError(`No version matching '${version}' is available for package '${name}'`);
}

function fits(version: string, operator: string, asked: string): boolean {
  if (asked.includes("*")) {
    const pattern = asked
      .split("*")
      .map((part) => part.replace(/[.+^]/g, "\\$&"))
      .join(".*");
    return new RegExp(`^${pattern}$`).test(version);
  }
  const order = compareRpmVersions(version, asked);
  if (operator === "!=") return order !== 0;
  return (operator.includes("=") && order === 0) || (operator.startsWith("<") ? order < 0 : order > 0);
}

/** What repositories have of these packages, or of all. */
export async function offered(
  names: readonly string[],
  context: ExecutionContext,
  options: Dict = new Map(),
): Promise<readonly ListedPackage[]> {
  const all = [
    "--quiet",
    ...repositoryOptions(options),
    "--showduplicates",
    ...listWords("available"),
    ...names,
  ];
  return listed((await runDnf(all, context)).stdout, context);
}

async function latestVersions(
  names: readonly string[],
  options: Dict,
  context: ExecutionContext,
): Promise<ReadonlyMap<string, string>> {
  const installed = await rpmVersions(context);
  const words = ["--quiet", ...repositoryOptions(options), ...listWords("available"), ...names];
  const { retcode, stdout } = await runDnf(words, context);
  const found = new Map<string, string>();
  for (const { name, version } of retcode === 0 ? listed(stdout, context) : []) {
    const newest = found.get(name) ?? installed.get(name)?.at(-1);
    if (newest === undefined || compareRpmVersions(version, newest) > 0) found.set(name, version);
  }
  return found;
}

/** A row of dnf's lists. */
export interface ListedPackage {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
}

/** Reads a list: rows of three words, which long names may spread over lines. */
function listed(text: string, context: ExecutionContext): readonly ListedPackage[] {
  const lines = text
    .split("\n")
    .filter((line) => !/^(?:installed|available|updated|upgraded) (?:packages|upgrades)$/i.test(line));
  const words = lines.join(" ").split(/\s+/).filter(Boolean);
  const rows: ListedPackage[] = [];
  for (let at = 0; at + 2 < words.length; at += 3) {
    const [full = "", version = "", repository = ""] = words.slice(at, at + 3);
    const dot = full.lastIndexOf(".");
    const arch = dot === -1 ? (getString(context.grains, "osarch") ?? "") : full.slice(dot + 1);
    const name = resolvedName(dot === -1 ? full : full.slice(0, dot), arch, context);
    rows.push({
      name,
      version: version.replace(/^0:/, "").replace(/-$/, ""),
      repository: repository.replace(/^@/, ""),
    });
  }
  return rows;
}
