/**
 * Packages of Python that are there or could be.
 */
import type { ExecutionContext, Plain } from "@salt/core";
import { fn, maybe, needed, pythonStr } from "@salt/core";
import { splitLines } from "../../text/lines.js";
import { fileFn } from "../file-functions/system-error.js";
import { compareVersions } from "../pkg-functions/dpkg-version.js";
import { plainName } from "../program/run-program.js";
import type { PipCall } from "./run-pip.js";
import { environment, envVars, pipList, pipOutput, pipVersion, runPip } from "./run-pip.js";

const prefix = maybe.any(null, "Only packages whose names begin like this.");
const IS_EDITABLE = /^-e\s+/;

/** The functions, by name. */
export const lookFunctions = {
  normalize: fn({
    doc: "The name of a package as indexes compare it: small letters, with one dash for each run of dashes, dots and underscores.",
    examples: ["salt '*' pip.normalize Foo.Bar_baz"],
    params: { name: needed.str("The name.") },
    run: ({ name }) => name.replaceAll(/[-_.]+/g, "-").toLowerCase(),
  }),
  version: fileFn({
    doc: "The version of pip itself.",
    examples: ["salt '*' pip.version"],
    params: { bin_env: environment.bin_env, cwd: environment.cwd, user: environment.user },
    run: (args, context): Promise<Plain> => pipVersion(args, context),
  }),
  freeze: fileFn({
    doc: "The packages as a file of requirements has them.",
    examples: ["salt '*' pip.freeze bin_env=/home/code/path/to/virtualenv"],
    params: {
      ...environment,
      use_vt: maybe.bool(false, "Let the output be seen while pip runs."),
      env_vars: envVars,
    },
    varkw: "kwargs",
    run: (args, context): Promise<Plain> => frozen(args, context),
  }),
  list: fileFn({
    doc: "The packages with their versions.",
    examples: ["salt '*' pip.list salt"],
    params: { prefix, ...environment, env_vars: envVars },
    varkw: "kwargs",
    run: async (args, context): Promise<Plain> => {
      const start = args.prefix === null ? "" : pythonStr(args.prefix).toLowerCase();
      const found = (await pipList([], args, context)).filter((one) =>
        one.name?.toLowerCase().startsWith(start),
      );
      return new Map(found.map(({ name = "", version = "" }) => [name, version]));
    },
  }),
  list_freeze_parse: fileFn({
    doc: "The packages with their versions, read from what `pip freeze` prints.",
    examples: ["salt '*' pip.list_freeze_parse salt"],
    params: { prefix, ...environment, env_vars: envVars },
    varkw: "kwargs",
    run: async (args, context): Promise<Plain> => {
      const start = args.prefix === null ? "" : pythonStr(args.prefix).toLowerCase();
      const found = new Map<string, Plain>();
      if ("pip".startsWith(start)) found.set("pip", await pipVersion(args, context));
      for (const line of await frozen(args, context)) {
        const [name, version] = frozenPair(line) ?? [];
        if (name?.toLowerCase().startsWith(start)) found.set(name, version);
      }
      return found;
    },
  }),
  is_installed: fileFn({
    doc: "Whether a package is there.",
    examples: ["salt '*' pip.is_installed salt"],
    params: { pkgname: needed.str("The package."), ...environment },
    run: async (args, context) => {
      const wanted = args.pkgname.toLowerCase();
      return (await pipList([], args, context)).some((one) => one.name?.toLowerCase() === wanted);
    },
  }),
  list_upgrades: fileFn({
    doc: "The packages for which there are newer versions.",
    examples: ["salt '*' pip.list_upgrades"],
    params: { ...environment },
    run: async (args, context): Promise<Plain> => {
      const found = await pipList(["--outdated"], args, context);
      return new Map(
        found.map((one) => [one.name ?? "", `${one.latest_version ?? ""} [${one.latest_filetype ?? ""}]`]),
      );
    },
  }),
  upgrade_available: fileFn({
    doc: "Whether there is a newer version of a package.",
    examples: ["salt '*' pip.upgrade_available salt"],
    params: { pkg: needed.str("The package."), ...environment },
    run: async (args, context) =>
      (await pipList(["--outdated"], args, context)).some((one) => one.name === args.pkg),
  }),
  upgrade: fileFn({
    doc: "Brings all packages up to date; gives what changed.",
    examples: ["salt '*' pip.upgrade"],
    params: { ...environment, use_vt: maybe.bool(false, "Let the output be seen while pip runs.") },
    run: async (args, context): Promise<Plain> => {
      const versions = async (): Promise<ReadonlyMap<string, string>> =>
        new Map((await pipList([], args, context)).map(({ name = "", version = "" }) => [name, version]));
      const before = await versions();
      const messages: string[] = [];
      let result = true;
      for (const { name = "" } of await pipList(["--outdated"], args, context)) {
        const words = ["install", "-U", "--disable-pip-version-check", plainName(name, "pkg")];
        const { retcode, stderr } = await runPip(words, args, context);
        if (retcode !== 0) result = false;
        messages.push(stderr);
      }
      const after = await versions();
      const names = [...new Set([...before.keys(), ...after.keys()])];
      const changed = names.filter((name) => before.get(name) !== after.get(name));
      const changes = changed.map((name) => [
        name,
        { old: before.get(name) ?? "", new: after.get(name) ?? "" },
      ]);
      return { changes: Object.fromEntries(changes), result, comment: messages.join("") };
    },
  }),
  list_all_versions: fileFn({
    doc: "All versions of a package that could be installed; nothing when there are none.",
    examples: ["salt '*' pip.list_all_versions salt"],
    params: {
      pkg: needed.str("The package."),
      bin_env: environment.bin_env,
      include_alpha: maybe.bool(false, "First tries, too."),
      include_beta: maybe.bool(false, "Tries, too."),
      include_rc: maybe.bool(false, "Last tries, too."),
      user: environment.user,
      cwd: environment.cwd,
      index_url: maybe.str(null, "The address of the index."),
      extra_index_url: maybe.str(null, "The address of one more index."),
    },
    run: async (args, context): Promise<Plain> => {
      const words = ["--disable-pip-version-check", "index", "versions", plainName(args.pkg, "pkg")];
      const option = (name: string, url: string | null) => (url ? [name, plainName(url, name)] : []);
      const urls = [
        ...option("--index-url", args.index_url),
        ...option("--extra-index-url", args.extra_index_url),
      ];
      const { stdout } = await runPip([...words, ...urls], args, context);
      const listed = /^\s*Available versions: (.*)$/m.exec(stdout)?.[1]?.split(", ") ?? [];
      const hidden = [
        ...(args.include_alpha ? [] : ["a"]),
        ...(args.include_beta ? [] : ["b"]),
        ...(args.include_rc ? [] : ["rc"]),
      ];
      const versions = listed.filter((one) => one !== "" && !hidden.some((mark) => one.includes(mark)));
      return versions.length === 0 ? null : versions.sort(compareVersions);
    },
  }),
} as const;

async function frozen(call: PipCall, context: ExecutionContext): Promise<readonly string[]> {
  return splitLines(await pipOutput(["freeze", "--all", "--disable-pip-version-check"], call, context));
}

/** Name and version of a line; undefined for comments and lines without a version. */
function frozenPair(line: string): readonly [string, string] | undefined {
  if (line.startsWith("-f") || line.startsWith("#")) return undefined;
  const text = line.replace(IS_EDITABLE, "");
  const egg = text === line ? -1 : text.indexOf("#egg=");
  if (egg !== -1) return [text.slice(egg + "#egg=".length), text.slice(0, egg)];
  const [, name, version] = /^(.*?)===?(.*?)(?:==.*)?$/.exec(text) ?? [];
  return name === undefined || version === undefined ? undefined : [name, version];
}
