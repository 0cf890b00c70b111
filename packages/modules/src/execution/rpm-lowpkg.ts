/**
 * Packages as rpm sees them, below what `pkg` does.
 */
import { existsSync } from "node:fs";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  executionModule,
  fn,
  getString,
  isList,
  isTruthy,
  maybe,
  needed,
  pythonStr,
} from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { checkedName } from "./managers/package-manager.js";
import { fullVersion, RPM_FORMAT, RPM_NAMES, readRpmPackages } from "./managers/rpm.js";
import { comparedVersions } from "./managers/rpm-functions.js";
import { rpmInfo } from "./managers/rpm-info.js";
import { modifiedFiles, verifiedFiles } from "./managers/rpm-verify.js";
import { runProgram } from "./program/run-program.js";

const RPM = { names: RPM_NAMES, program: "rpm" };
const FAMILIES = ["redhat", "suse"];
const SYSTEMS = ["amazon", "xcp", "xenserver", "virtuozzolinux", "virtuozzo", "issabel pbx", "openeuler"];

/** Whether the machine keeps its packages in rpm's database. */
export function usesRpm({ grains }: Pick<ExecutionContext, "grains">): boolean {
  const [family, system] = ["os_family", "os"].map((grain) => (getString(grains, grain) ?? "").toLowerCase());
  return FAMILIES.includes(family ?? "") || SYSTEMS.includes(system ?? "");
}

const names = (args: readonly Value[]): readonly string[] => args.map((one) => checkedName(one, RPM));
const variadic = { varargs: "packages", varkw: "kwargs" } as const;

export const rpmLowpkg = executionModule("rpm_lowpkg", {
  doc: "Packages as rpm sees them, below what `pkg` does.",
  virtualName: "lowpkg",
  available: (context) => {
    if (!usesRpm(context)) return "the machine is no relative of Red Hat or SUSE";
    return findProgram("rpm") === undefined ? "rpm is not installed" : true;
  },
  functions: {
    list_pkgs: fn({
      doc: "Versions of the packages in rpm's database, of all when none is named.",
      examples: ["salt '*' lowpkg.list_pkgs", "salt '*' lowpkg.list_pkgs bash"],
      ...variadic,
      run: async (_args, context, { args }): Promise<Plain> =>
        new Map((await versionRows(names(args), context)).rows),
    }),
    file_list: fn({
      doc: "The files of packages in one list.",
      examples: ["salt '*' lowpkg.file_list bash"],
      ...variadic,
      run: async (_args, context, { args }): Promise<Plain> => {
        const words = args.length === 0 ? ["rpm", "-qla"] : ["rpm", "-ql", ...names(args)];
        return { errors: [], files: lines((await runProgram(words, context)).stdout) };
      },
    }),
    file_dict: fn({
      doc: "The files of packages, package by package.",
      examples: ["salt '*' lowpkg.file_dict bash"],
      ...variadic,
      run: async (_args, context, { args }): Promise<Plain> => {
        const { rows, errors } = await versionRows(names(args), context);
        const packages = new Map<string, Plain>();
        for (const [name] of rows)
          packages.set(name, lines((await runProgram(["rpm", "-ql", name], context)).stdout));
        return { errors, packages };
      },
    }),
    owner: fn({
      doc: "The packages to which files belong; empty where none does.",
      examples: ["salt '*' lowpkg.owner /bin/bash"],
      varargs: "paths",
      varkw: "kwargs",
      run: async (_args, context, { args }): Promise<Plain> => {
        const owners = new Map<string, string>();
        for (const path of args.map(pythonStr)) {
          const words = ["rpm", "-qf", "--queryformat", "%{name}", "--", path];
          const { retcode, stdout } = await runProgram(words, context);
          owners.set(path, retcode === 0 ? stdout : "");
        }
        return args.length === 1 ? [...owners.values()][0] : args.length === 0 ? "" : owners;
      },
    }),
    info: fn({
      doc: "What rpm knows of packages, of all when none is named.",
      examples: ["salt '*' lowpkg.info bash", "salt '*' lowpkg.info bash attr=version,build_date"],
      ...variadic,
      run: (_args, context, { args, kwargs }) => {
        const attr = kwargs.get("attr") ?? null;
        const attributes = isTruthy(attr) ? pythonStr(attr).split(",") : undefined;
        return rpmInfo(names(args), attributes, isTruthy(kwargs.get("all_versions")), context);
      },
    }),
    verify: fn({
      doc: "Files that differ from what their packages brought, of all packages when none is named.",
      examples: ["salt '*' lowpkg.verify bash ignore_types='[config, doc]'"],
      ...variadic,
      run: (_args, context, { args, kwargs }) => {
        const list = (name: string): readonly string[] => {
          const given = kwargs.get(name) ?? [];
          return isList(given) ? given.map(pythonStr) : pythonStr(given).split(",").filter(Boolean);
        };
        const options = list("verify_options").map((word) => `--${checkedName(word, RPM)}`);
        return verifiedFiles(names(args), list("ignore_types"), options, context);
      },
    }),
    modified: fn({
      doc: "Files that were changed, and how; keywords such as `size=True` choose.",
      examples: ["salt '*' lowpkg.modified bash", "salt '*' lowpkg.modified mode=True time=False"],
      ...variadic,
      run: async (_args, context, { args, kwargs }): Promise<Plain> => {
        const wanted = [...kwargs].filter(([key]) => !key.startsWith("_"));
        const found = await modifiedFiles(names(args), context);
        return new Map(
          [...found].filter(([, stats]) =>
            wanted.every(([key, value]) => stats.includes(key) === isTruthy(value)),
          ),
        );
      },
    }),
    version_cmp: fn({
      doc: "Compares two versions as rpm does: -1 when the first is older, 1 when it is newer, else 0.",
      examples: ["salt '*' lowpkg.version_cmp '0.2-001' '0.2.0.1-002'"],
      params: {
        ver1: needed.any("The one version."),
        ver2: needed.any("The other version."),
        ignore_epoch: maybe.bool(false, "Leave what stands before a colon out."),
      },
      run: (args) => comparedVersions(args.ver1, args.ver2, args.ignore_epoch),
    }),
    checksum: fn({
      doc: "Whether the checksums of package files are right.",
      examples: ["salt '*' lowpkg.checksum /path/to/package.rpm"],
      varargs: "paths",
      varkw: "kwargs",
      run: async (_args, context, { args }): Promise<Plain> => {
        const found = new Map<string, boolean>();
        for (const path of args.map(pythonStr)) {
          const words = ["rpm", "-K", "--nosignature", "--", path];
          found.set(path, existsSync(path) && (await runProgram(words, context)).retcode === 0);
        }
        return found;
      },
    }),
    bin_pkg_info: fn({
      doc: "Name, version and architecture of a package file.",
      examples: ["salt '*' lowpkg.bin_pkg_info /root/foo-1.2.3-1.x86_64.rpm"],
      params: {
        path: needed.str("The file."),
        saltenv: maybe.str("base", "The environment of a file on the master."),
      },
      run: ({ path, saltenv }, context) => fileInfo(path, saltenv ?? "base", context),
    }),
  },
});

async function fileInfo(path: string, saltenv: string, context: ExecutionContext): Promise<Plain> {
  const isHere = !/^\w+:\/\//.test(path);
  if (isHere && !existsSync(path)) throw new CommandExecutionError(`${path} does not exist on minion`);
  const cached = isHere ? path : await context.call("cp.cache_file", [path, saltenv]);
  if (!isTruthy(cached))
    throw new CommandExecutionError(`Unable to retrieve ${path} from saltenv '${saltenv}'`);
  const words = ["rpm", "-qp", "--queryformat", RPM_FORMAT, "--", pythonStr(cached)];
  const [found] = readRpmPackages((await runProgram(words, context)).stdout, context);
  if (found === undefined) return null;
  const none = { repoid: "none", install_date: null, install_date_time_t: null };
  return { name: found.name, version: fullVersion(found), arch: found.arch, ...none };
}

async function versionRows(
  packages: readonly string[],
  context: ExecutionContext,
): Promise<{ readonly rows: [string, string][]; readonly errors: readonly string[] }> {
  const format = ["--queryformat", "%{NAME} %{VERSION}\\n"];
  const words = ["rpm", ...(packages.length === 0 ? ["-qa"] : ["-q"]), ...format, ...packages];
  const { stdout } = await runProgram(words, context, { env: { LC_ALL: "C.UTF-8" } });
  const isMissing = (line: string): boolean => line.includes("is not installed");
  const rows = lines(stdout)
    .filter((line) => !isMissing(line))
    .map((line): [string, string] => [line.split(" ")[0] ?? "", line.split(" ")[1] ?? ""]);
  return { rows, errors: lines(stdout).filter(isMissing) };
}

function lines(text: string): readonly string[] {
  return text === "" ? [] : text.split("\n");
}
