/**
 * Packages of Arch Linux, through pacman.
 */
import type { ExecutionContext, Plain } from "@salt/core";
import { executionModule, fn, isTruthy, matchGlob, pythonStr } from "@salt/core";
import { givenKeywords, refuseOtherKeywords } from "../values/keywords.js";
import { findProgram } from "./cmd/programs.js";
import { checkedName, managerFunctions } from "./managers/package-manager.js";
import { offeredPackages, pacman } from "./managers/pacman.js";
import { runProgram } from "./program/run-program.js";

export const pacmanpkg = executionModule("pacmanpkg", {
  doc: "Packages of Arch Linux, through pacman.",
  virtualName: "pkg",
  available: ({ grains }) => {
    if (grains.get("os_family") !== "Arch") return "the machine is no Arch Linux or relative of it";
    return findProgram("pacman") === undefined ? "pacman is not installed" : true;
  },
  functions: {
    ...managerFunctions(pacman),
    file_list: fn({
      doc: "The files of packages in one list.",
      examples: ["salt '*' pkg.file_list bash"],
      varargs: "packages",
      varkw: "kwargs",
      run: async (_args, context, { args }): Promise<Plain> => {
        const { errors, rows } = await contents(args.map(pythonStr), context);
        return { errors, files: rows.map(([, path]) => path) };
      },
    }),
    file_dict: fn({
      doc: "The files of packages, package by package.",
      examples: ["salt '*' pkg.file_dict bash"],
      varargs: "packages",
      varkw: "kwargs",
      run: async (_args, context, { args }): Promise<Plain> => {
        const { errors, rows } = await contents(args.map(pythonStr), context);
        const packages = new Map<string, string[]>();
        for (const [name, path] of rows) packages.set(name, [...(packages.get(name) ?? []), path]);
        return { errors, packages };
      },
    }),
    owner: fn({
      doc: "The packages to which files belong; empty where none does.",
      examples: ["salt '*' pkg.owner /bin/bash"],
      varargs: "paths",
      varkw: "kwargs",
      run: async (_args, context, { args }): Promise<Plain> => {
        const owners = new Map<string, string>();
        for (const path of args.map(pythonStr))
          owners.set(path, (await runProgram(["pacman", "-Qqo", "--", path], context)).stdout);
        return args.length === 1 ? [...owners.values()][0] : args.length === 0 ? "" : owners;
      },
    }),
    list_repo_pkgs: fn({
      doc: "The versions that repositories have, of all packages when none is named; names may be patterns.",
      examples: ["salt '*' pkg.list_repo_pkgs 'bash*' byrepo=True"],
      varargs: "args",
      varkw: "kwargs",
      run: async (_args, context, { args, kwargs }): Promise<Plain> => {
        refuseOtherKeywords(kwargs, ["fromrepo", "byrepo", "refresh"]);
        const options = givenKeywords(kwargs);
        if (isTruthy(options.get("refresh"))) await pacman.refresh(options, context);
        const repositories = pythonStr(options.get("fromrepo") ?? "")
          .split(",")
          .filter(Boolean);
        const patterns = args.map(pythonStr);
        const found = new Map<string, Map<string, string[]>>();
        for (const { repository, name, version } of await offeredPackages(context)) {
          if (repositories.length > 0 && !repositories.includes(repository)) continue;
          if (patterns.length > 0 && !patterns.some((pattern) => matchGlob(pattern, name))) continue;
          const key = isTruthy(options.get("byrepo")) ? repository : "";
          const versions = found.get(key) ?? new Map<string, string[]>();
          found.set(key, versions.set(name, [...(versions.get(name) ?? []), version]));
        }
        return isTruthy(options.get("byrepo")) ? found : (found.get("") ?? {});
      },
    }),
  },
});

async function contents(
  packages: readonly string[],
  context: ExecutionContext,
): Promise<{ readonly errors: readonly string[]; readonly rows: readonly (readonly [string, string])[] }> {
  const names = packages.map((name) => checkedName(name, pacman));
  const { stdout, stderr } = await runProgram(["pacman", "-Ql", "--", ...names], context);
  const lines = `${stdout}\n${stderr}`.split("\n").filter(Boolean);
  return {
    errors: lines.filter((line) => line.startsWith("error")),
    rows: lines
      .filter((line) => !line.startsWith("error"))
      .map((line) => [line.split(" ")[0] ?? "", line.slice(line.indexOf(" ") + 1)] as const),
  };
}
