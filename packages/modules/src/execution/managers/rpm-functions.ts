/**
 * The functions of `pkg` that dnf and zypper share, since both keep their packages in rpm's database.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { fn, isDict, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { resolvedName, splitRpmArch } from "./rpm.js";
import { compareRpmVersions } from "./rpm-version.js";

/** Hands a call on to `lowpkg`. */
function low(name: string, doc: string, example: string) {
  return fn({
    doc: `${doc}: lowpkg.${name}.`,
    examples: [example],
    varargs: "args",
    varkw: "kwargs",
    run: (_args, context, { args, kwargs }) => context.call(`lowpkg.${name}`, args, passedOn(kwargs)),
  });
}

function passedOn(kwargs: ReadonlyMap<string, Value>): { readonly [name: string]: Value } {
  return Object.fromEntries([...kwargs].filter(([key]) => !key.startsWith("__")));
}

/** The functions, by name. */
export const rpmFunctions = {
  file_list: low("file_list", "The files of packages in one list", "salt '*' pkg.file_list bash"),
  file_dict: low("file_dict", "The files of packages, package by package", "salt '*' pkg.file_dict bash"),
  owner: low("owner", "The packages to which files belong", "salt '*' pkg.owner /bin/bash"),
  verify: low("verify", "Files that differ from what their packages brought", "salt '*' pkg.verify bash"),
  info_installed: fn({
    doc: "What is known of installed packages, of all when none is named: lowpkg.info.",
    examples: ["salt '*' pkg.info_installed bash"],
    varargs: "names",
    varkw: "kwargs",
    run: async (_args, context, { args, kwargs }): Promise<Plain> => {
      const found = await context.call("lowpkg.info", args, passedOn(kwargs));
      return new Map(
        (isDict(found) ? [...found] : []).map(([name, facts]) => [name, withVendorNames(facts)]),
      );
    },
  }),
  version_cmp: fn({
    doc: "Compares two versions: -1 when the first is older, 1 when it is newer, else 0.",
    examples: ["salt '*' pkg.version_cmp '0.2-001' '0.2.0.1-002'"],
    params: {
      pkg1: needed.any("The one version."),
      pkg2: needed.any("The other version."),
      ignore_epoch: maybe.bool(false, "Leave what stands before a colon out."),
    },
    varkw: "kwargs",
    run: (args) => comparedVersions(args.pkg1, args.pkg2, args.ignore_epoch),
  }),
  normalize_name: fn({
    doc: "The name of a package without the architecture, where that is the machine's own.",
    examples: ["salt '*' pkg.normalize_name zsh.x86_64"],
    params: { name: needed.str("The name.") },
    run: ({ name }, context) => normalName(name, context),
  }),
  parse_arch: fn({
    doc: "Name and architecture out of a package's name.",
    examples: ["salt '*' pkg.parse_arch zsh.x86_64"],
    params: { name: needed.str("The name.") },
    run: ({ name }) => {
      const [bare, arch] = splitRpmArch(name);
      return { name: bare, arch: arch ?? null };
    },
  }),
};

function normalName(name: string, context: ExecutionContext): string {
  const [bare, arch] = splitRpmArch(name);
  return arch !== undefined && resolvedName(bare, arch, context) === bare ? bare : name;
}

/** Compares versions, perhaps without their epochs. */
export function comparedVersions(a: Value, b: Value, ignoresEpoch: boolean): -1 | 0 | 1 {
  const plain = (version: Value): string =>
    ignoresEpoch ? pythonStr(version).replace(/^[^:]*:/, "") : pythonStr(version);
  return compareRpmVersions(plain(a), plain(b));
}

/** `source_rpm` is called `source` here, as Salt has it. */
function withVendorNames(facts: Value): Plain {
  if (!isDict(facts)) return facts;
  return new Map(
    [...facts].map(([key, value]): [Value, Value] => [key === "source_rpm" ? "source" : key, value]),
  );
}

/** Whether a keyword was given and counts as true. */
export function isOn(options: ReadonlyMap<Value, Value>, name: string): boolean {
  return isTruthy(options.get(name));
}
