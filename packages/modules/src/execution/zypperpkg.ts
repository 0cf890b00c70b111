/**
 * Packages of SUSE, through zypper.
 */
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  executionModule,
  fn,
  getString,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { givenKeywords } from "../values/keywords.js";
import { findProgram } from "./cmd/programs.js";
import { checkedName, managerFunctions, renamed, wantedOf } from "./managers/package-manager.js";
import { listRepos, repoName } from "./managers/repo-files.js";
import { rpmFunctions } from "./managers/rpm-functions.js";
import {
  askZypper,
  availableFacts,
  listedElements,
  lockPackages,
  zypper,
  zypperLocks,
} from "./managers/zypper.js";
import { plainValue } from "./program/run-program.js";

const REPOSITORIES = "/etc/zypp/repos.d";
const common = managerFunctions(zypper);
const holdParams = {
  name: maybe.any(null, "A package, or several separated by commas."),
  pkgs: maybe.any(null, "A list of packages, or of maps from packages to versions."),
} as const;
const repo = needed.str("The alias of the repository.");

export const zypperpkg = executionModule("zypperpkg", {
  doc: "Packages of SUSE, through zypper.",
  virtualName: "pkg",
  available: ({ grains }) => {
    if ((getString(grains, "os_family") ?? "").toLowerCase() !== "suse") return "the machine is no SUSE";
    return findProgram("zypper") === undefined ? "zypper is not installed" : true;
  },
  functions: {
    ...common,
    ...rpmFunctions,
    list_updates: renamed(common.list_upgrades, "list_upgrades"),
    info_available: fn({
      doc: "What the repositories tell of packages.",
      examples: ["salt '*' pkg.info_available bash"],
      varargs: "names",
      varkw: "kwargs",
      run: async (_args, context, { args, kwargs }): Promise<Plain> => {
        if (args.length === 0) return {};
        const names = args.map((one) => checkedName(one, zypper));
        if (isTruthy(kwargs.get("refresh") ?? true)) await zypper.refresh(new Map(), context);
        const found = availableFacts(await askZypper(["info", "-t", "package", "--", ...names], context));
        return new Map(
          [...found].map(([name, facts]) => {
            const isHere = (facts.get("installed") ?? "").startsWith("Yes");
            return [name, new Map<string, Plain>([...facts, ["installed", isHere]])];
          }),
        );
      },
    }),
    list_repos: fn({
      doc: "All repositories with their options.",
      examples: ["salt '*' pkg.list_repos"],
      varkw: "kwargs",
      run: (): Plain => new Map([...configured()].map(([alias, facts]) => [alias, new Map(facts)])),
    }),
    get_repo: fn({
      doc: "The options of a repository; empty when there is none of this name.",
      examples: ["salt '*' pkg.get_repo shop"],
      params: { repo },
      varkw: "kwargs",
      run: (args): Plain => new Map<string, Plain>(configured().get(args.repo) ?? []),
    }),
    del_repo: fn({
      doc: "Removes a repository.",
      examples: ["salt '*' pkg.del_repo shop"],
      params: { repo },
      varkw: "kwargs",
      run: async (args, context): Promise<Plain> => {
        const alias = repoName(args.repo);
        if (!configured().has(alias)) throw new CommandExecutionError(`Repository '${alias}' not found.`);
        const words = ["--xmlout", "rr", "--loose-auth", "--loose-query", "--", alias];
        const text = await askZypper(words, context);
        const message = /<message type="info">([^<]*)</.exec(text)?.[1] ?? "";
        return new Map<string, Plain>([
          [alias, true],
          ["message", message],
        ]);
      },
    }),
    mod_repo: fn({
      doc: "Changes options of a repository, or makes one.",
      examples: ["salt '*' pkg.mod_repo shop url=https://packages.example.org/ refresh=True"],
      params: { repo },
      varkw: "kwargs",
      run: (args, context, { kwargs }) => modified(repoName(args.repo), givenKeywords(kwargs), context),
    }),
    hold: fn({
      doc: "Keeps packages in their version.",
      examples: ["salt '*' pkg.hold bash"],
      params: holdParams,
      varkw: "kwargs",
      run: (args, context) => lockPackages(true, wantedOf(args.name, args.pkgs, null, zypper), context),
    }),
    unhold: fn({
      doc: "Lets packages be upgraded again that were kept in their version.",
      examples: ["salt '*' pkg.unhold bash"],
      params: holdParams,
      varkw: "kwargs",
      run: (args, context) => lockPackages(false, wantedOf(args.name, args.pkgs, null, zypper), context),
    }),
    list_locks: fn({
      doc: "Locks of packages, with what they say.",
      examples: ["salt '*' pkg.list_locks"],
      varkw: "kwargs",
      run: (): Plain => new Map([...zypperLocks()].map(([name, lock]) => [name, new Map(lock)])),
    }),
    list_patterns: fn({
      doc: "Patterns, and whether they are installed.",
      examples: ["salt '*' pkg.list_patterns"],
      params: { refresh: maybe.bool(false, "Fetch the lists of packages first.") },
      varkw: "kwargs",
      run: async (args, context): Promise<Plain> => {
        if (args.refresh) await zypper.refresh(new Map(), context);
        const rows = await listedElements(["se", "-t", "pattern"], "solvable", context);
        return new Map(
          rows.map((row) => [
            row.get("name") ?? "",
            { installed: row.get("status") === "installed", summary: row.get("summary") ?? "" },
          ]),
        );
      },
    }),
    list_patches: fn({
      doc: "Patches, and whether they are installed.",
      examples: ["salt '*' pkg.list_patches"],
      params: { refresh: maybe.bool(false, "Fetch the lists of packages first.") },
      varkw: "kwargs",
      run: async (args, context): Promise<Plain> => {
        if (args.refresh) await zypper.refresh(new Map(), context);
        const rows = await listedElements(["se", "-t", "patch"], "solvable", context);
        return new Map(
          rows.map((row) => [
            row.get("name") ?? "",
            { installed: row.get("status") === "installed", summary: row.get("summary") ?? "" },
          ]),
        );
      },
    }),
  },
});

/** Repositories as zypper keeps them: 0 and 1 are truth values, NONE is nothing. */
function configured(): ReadonlyMap<string, ReadonlyMap<string, Plain>> {
  const shown = (value: Plain): Plain => {
    if (value === "0" || value === "1") return value === "1";
    return value === "NONE" ? null : value;
  };
  return new Map(
    [...listRepos([REPOSITORIES])].map(([alias, options]) => {
      const facts = [...options]
        .filter(([key]) => key !== "file")
        .map(([key, value]): [string, Plain] => [key, shown(value)]);
      return [alias, new Map<string, Plain>([...facts, ["alias", alias]])] as const;
    }),
  );
}

async function modified(alias: string, options: Dict, context: ExecutionContext): Promise<Plain> {
  const isNew = !configured().has(alias);
  if (isNew) await add(alias, options, context);
  const words = changeWords(options);
  const trust = options.get("gpgautoimport") === true ? ["--gpg-auto-import-keys"] : [];
  if (words.length > 0) await askZypper(["--xmlout", ...trust, "mr", ...words, "--", alias], context);
  if (trust.length > 0) await askZypper(["--xmlout", ...trust, "refresh", "--", alias], context);
  const found = new Map<string, Plain>(configured().get(alias) ?? []);
  if (isNew || words.length > 0 || trust.length > 0) return found;
  return found.set("comment", "Specified arguments did not result in modification of repo");
}

async function add(alias: string, options: Dict, context: ExecutionContext): Promise<void> {
  const url = options.get("url") ?? options.get("mirrorlist") ?? options.get("baseurl") ?? null;
  if (!isTruthy(url))
    throw new CommandExecutionError(
      `Repository '${alias}' not found, and neither 'baseurl' nor 'mirrorlist' was specified`,
    );
  const text = plainValue(url, "url");
  if (!/^[a-z][a-z0-9+.-]*:/i.test(text))
    throw new CommandExecutionError(
      `Repository '${alias}' not found and URL for baseurl/mirrorlist is malformed`,
    );
  await askZypper(["--xmlout", "ar", "--", text, alias], context);
}

function changeWords(options: Dict): readonly string[] {
  const words: string[] = [];
  const toggle = (key: string, on: string, off: string): void => {
    const value = options.get(key);
    if (value !== undefined) words.push(isTruthy(value) ? on : off);
  };
  toggle("enabled", "--enable", "--disable");
  toggle("refresh", "--refresh", "--no-refresh");
  toggle("cache", "--keep-packages", "--no-keep-packages");
  toggle("gpgcheck", "--gpgcheck", "--no-gpgcheck");
  const priority: Value = options.get("priority") ?? null;
  if (priority !== null) {
    if (!/^\d+$/.test(pythonStr(priority))) throw new SaltInvocationError("priority must be a number");
    words.push(`--priority=${pythonStr(priority)}`);
  }
  const name = options.get("name") ?? options.get("humanname") ?? null;
  if (name !== null) words.push(`--name=${plainValue(name, "name")}`);
  return words;
}
