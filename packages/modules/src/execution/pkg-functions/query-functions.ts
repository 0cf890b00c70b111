/**
 * Asking for packages and their versions.
 */
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  CommandNotFoundError,
  dict,
  fn,
  get,
  isDict,
  isList,
  isTruthy,
  matchGlob,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { givenKeywords, refuseOtherKeywords } from "../../values/keywords.js";
import { findProgram } from "../cmd/programs.js";
import { runProgram } from "../program/run-program.js";
import { packageName, releaseName, runApt } from "./apt.js";
import { compareVersions } from "./dpkg-version.js";
import { fileFunctions } from "./file-functions.js";
import { joinedVersions, packageLists } from "./installed.js";
import { refreshLists } from "./refresh.js";
import { normalName, splitArch } from "./targets.js";
import { availableVersions } from "./version-match.js";

/** Names in the answer of `info_installed` that differ from those of dpkg. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  package: "name",
  origin: "vendor",
  section: "group",
  maintainer: "packager",
  homepage: "url",
};

export const queryFunctions = {
  list_pkgs: fn({
    doc: "The installed packages and their versions.",
    examples: ["salt '*' pkg.list_pkgs", "salt '*' pkg.list_pkgs versions_as_list=True"],
    params: {
      versions_as_list: maybe.bool(false, "Give lists of versions."),
      removed: maybe.bool(false, "Those that are gone, with configuration left."),
      purge_desired: maybe.bool(false, "Those that are to be purged."),
    },
    varkw: "kwargs",
    run: async (args, context): Promise<Plain> => {
      const lists = await packageLists(context);
      const wanted = args.purge_desired
        ? lists.purgeDesired
        : new Map([...lists.purgeDesired, ...lists.installed]);
      const chosen = args.removed ? lists.removed : wanted;
      return args.versions_as_list ? new Map(chosen) : joinedVersions(chosen);
    },
  }),
  version: fn({
    doc: "Installed versions of packages, whose names may be patterns; empty where one is not installed.",
    examples: ["salt '*' pkg.version bash", "salt '*' pkg.version bash 'libc*'"],
    varargs: "names",
    varkw: "kwargs",
    run: async (_args, context, { args, kwargs }): Promise<Plain> => {
      if (args.length === 0) return "";
      const { installed } = await packageLists(context);
      const found = new Map<Value, Plain>();
      const isList_ = isTruthy(kwargs.get("versions_as_list"));
      for (const name of args.map(pythonStr)) {
        const names = /[*?[]/.test(name)
          ? [...installed.keys()].filter((one) => matchGlob(name, one))
          : [name];
        for (const one of names) {
          const versions = installed.get(one) ?? [];
          found.set(one, isList_ ? versions : versions.join(","));
        }
      }
      const isPattern = args.some((name) => /[*?[]/.test(pythonStr(name)));
      return args.length === 1 && !isPattern ? (found.get(pythonStr(args[0] ?? "")) ?? "") : found;
    },
  }),
  latest_version: fn({
    doc: "The version to which packages can be upgraded or installed; empty where they are up to date.",
    examples: ["salt '*' pkg.latest_version bash", "salt '*' pkg.latest_version bash refresh=False"],
    varargs: "names",
    varkw: "kwargs",
    run: (_args, context, { args, kwargs }) =>
      latestVersions(args.map(packageName), givenKeywords(kwargs), context),
  }),
  available_version: fn({
    doc: "The same as pkg.latest_version: the version to which packages can be upgraded or installed.",
    examples: ["salt '*' pkg.available_version bash"],
    varargs: "names",
    varkw: "kwargs",
    run: (_args, context, { args, kwargs }) =>
      latestVersions(args.map(packageName), givenKeywords(kwargs), context),
  }),
  upgrade_available: fn({
    doc: "Whether a package can be upgraded.",
    examples: ["salt '*' pkg.upgrade_available bash"],
    params: { name: needed.any("The package.") },
    varkw: "kwargs",
    run: async ({ name }, context) => (await latestVersions([packageName(name)], dict(), context)) !== "",
  }),
  list_upgrades: fn({
    doc: "Packages that can be upgraded, and their new versions.",
    examples: ["salt '*' pkg.list_upgrades", "salt '*' pkg.list_upgrades refresh=False"],
    params: {
      refresh: maybe.bool(true, "Fetch the lists of packages first."),
      dist_upgrade: maybe.bool(true, "Also what needs other packages removed or added."),
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      if (args.refresh) await refreshLists(kwargs.get("cache_valid_time") ?? 0, false, context);
      const release = kwargs.get("fromrepo") ?? null;
      const from = isTruthy(release) ? ["-o", `APT::Default-Release=${releaseName(release)}`] : [];
      const action = args.dist_upgrade ? "dist-upgrade" : "upgrade";
      const result = await runApt(["apt-get", "--just-print", ...from, action], context);
      if (result.retcode !== 0)
        throw new CommandExecutionError(`Failed to get upgrades: ${result.stderr || result.stdout}`);
      const lines = [...result.stdout.matchAll(/^Conf (\S+) \((\S+)/gm)];
      return new Map(lines.map(([, name = "", version = ""]) => [name, version]));
    },
  }),
  version_cmp: fn({
    doc: "Compares two versions: -1 when the first is older, 1 when it is newer, else 0.",
    examples: ["salt '*' pkg.version_cmp '0.2.4-0ubuntu1' '0.2.4.1-0ubuntu1'"],
    params: {
      pkg1: needed.any("The one version."),
      pkg2: needed.any("The other version."),
      ignore_epoch: maybe.bool(false, "Leave what stands before a colon out."),
    },
    varkw: "kwargs",
    run: (args) => {
      const plain = (version: Value): string =>
        args.ignore_epoch ? pythonStr(version).replace(/^[^:]*:/, "") : pythonStr(version);
      return compareVersions(plain(args.pkg1), plain(args.pkg2));
    },
  }),
  normalize_name: fn({
    doc: "The name of a package without the architecture, where that is the machine's own.",
    examples: ["salt '*' pkg.normalize_name zsh:amd64"],
    params: { name: needed.str("The name.") },
    run: ({ name }, context) => normalName(name, context),
  }),
  parse_arch: fn({
    doc: "Name and architecture out of a package's name.",
    examples: ["salt '*' pkg.parse_arch zsh:amd64"],
    params: { name: needed.str("The name.") },
    run: ({ name }) => {
      const [bare, arch] = splitArch(name);
      return { name: bare, arch: arch ?? null };
    },
  }),
  ...fileFunctions,
  show: fn({
    doc: "What the repositories tell of packages, by version.",
    examples: ["salt '*' pkg.show bash", "salt '*' pkg.show bash filter=description-en,provides"],
    varargs: "names",
    varkw: "kwargs",
    run: (_args, context, { args, kwargs }) => showPackages(args.map(packageName), kwargs, context),
  }),
  list_repo_pkgs: fn({
    doc: "The versions that repositories have, of all packages when none is named.",
    examples: ["salt '*' pkg.list_repo_pkgs bash"],
    varargs: "args",
    varkw: "kwargs",
    run: (_args, context, { args }) => availableVersions(args.map(packageName), context),
  }),
  info_installed: fn({
    doc: "What is known of installed packages, of all when none is named.",
    examples: ["salt '*' pkg.info_installed bash", "salt '*' pkg.info_installed bash failhard=False"],
    varargs: "names",
    varkw: "kwargs",
    run: async (_args, context, { args, kwargs }): Promise<Plain> => {
      refuseOtherKeywords(kwargs, ["failhard"]);
      const found = await context.call("lowpkg.info", args, { failhard: kwargs.get("failhard") ?? true });
      return new Map((isDict(found) ? [...found] : []).filter(isInstalled).map(renamed));
    },
  }),
  file_list: fn({
    doc: "The files of packages in one list: lowpkg.file_list.",
    examples: ["salt '*' pkg.file_list bash"],
    varargs: "packages",
    varkw: "kwargs",
    run: (_args, context, { args }) => context.call("lowpkg.file_list", args),
  }),
  file_dict: fn({
    doc: "The files of packages, package by package: lowpkg.file_dict.",
    examples: ["salt '*' pkg.file_dict bash"],
    varargs: "packages",
    varkw: "kwargs",
    run: (_args, context, { args }) => context.call("lowpkg.file_dict", args),
  }),
  services_need_restart: fn({
    doc: "The services that still use files that were replaced, as `checkrestart` tells.",
    examples: ["salt '*' pkg.services_need_restart"],
    varkw: "kwargs",
    run: async (_args, context) => {
      if (findProgram("checkrestart") === undefined) {
        throw new CommandNotFoundError(
          "'checkrestart' is needed. It is part of the 'debian-goodies' package which can be installed from official repositories.",
        );
      }
      const { stdout } = await runProgram(["checkrestart", "--machine", "--package"], context);
      const names = [...stdout.matchAll(/^SERVICE:([^,\n]*)/gm)].map(([, name]) => name ?? "");
      return [...new Set(names)];
    },
  }),
};

async function latestVersions(
  names: readonly string[],
  options: Dict,
  context: ExecutionContext,
): Promise<Plain> {
  if (options.has("repo"))
    throw new SaltInvocationError("The 'repo' argument is invalid, use 'fromrepo' instead");
  if (names.length === 0) return "";
  if (isTruthy(options.get("refresh") ?? true))
    await refreshLists(options.get("cache_valid_time") ?? 0, false, context);
  const release = options.get("fromrepo") ?? null;
  const from = isTruthy(release) ? ["-o", `APT::Default-Release=${releaseName(release)}`] : [];
  const { installed } = await packageLists(context);
  const found = new Map<string, string>();
  for (const name of names) {
    const { stdout } = await runApt(["apt-cache", "-q", "policy", ...from, "--", name], context);
    const candidate = /^\s*Candidate:\s*(\S+)/m.exec(stdout)?.[1] ?? "(none)";
    const own = isTruthy(options.get("show_installed")) ? [] : (installed.get(name) ?? []);
    const isNewest = own.some((version) => compareVersions(version, candidate) >= 0);
    found.set(name, candidate === "(none)" || isNewest ? "" : candidate);
  }
  return names.length === 1 ? (found.get(names[0] ?? "") ?? "") : found;
}

async function showPackages(
  names: readonly string[],
  kwargs: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<Plain> {
  refuseOtherKeywords(kwargs, ["filter", "refresh"]);
  if (isTruthy(kwargs.get("refresh"))) await refreshLists(0, false, context);
  if (names.length === 0) return {};
  const given = kwargs.get("filter") ?? [];
  const keys = (isList(given) ? given.map(pythonStr) : pythonStr(given).split(",")).map((key) =>
    key.trim().toLowerCase(),
  );
  const { stdout } = await runApt(["apt-cache", "show", "--", ...names], context);
  const found = new Map<string, Map<string, Map<string, string>>>();
  for (const block of stdout.split(/\n\s*\n/)) {
    const fields = fieldsOf(block);
    const [name, version] = [fields.get("Package"), fields.get("Version")];
    if (name === undefined || version === undefined) continue;
    const shown = [...fields].filter(([key]) => !["Package", "Version"].includes(key));
    const kept = shown.filter(
      ([key]) => keys.filter(Boolean).length === 0 || keys.includes(key.toLowerCase()),
    );
    const versions = found.get(name) ?? new Map<string, Map<string, string>>();
    versions.set(version, new Map([...(versions.get(version) ?? []), ...kept]));
    found.set(name, versions);
  }
  return found;
}

function fieldsOf(block: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.split("\n")) {
    const at = line.indexOf(":");
    if (at !== -1) fields.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
  }
  return fields;
}

function isInstalled([, facts]: readonly [Value, Value]): boolean {
  return pythonStr(get(facts, "status") ?? "ii")[1] === "i";
}

function renamed([name, facts]: readonly [Value, Value]): [Value, Plain] {
  const entries = (isDict(facts) ? [...facts] : []).filter(([key]) => key !== "status");
  return [
    name,
    new Map(entries.map(([key, value]): [Value, Value] => [OTHER_NAMES[pythonStr(key)] ?? key, value])),
  ];
}
