/**
 * Packages of Alpine Linux, through apk.
 */
import type { Plain } from "@salt/core";
import { executionModule, fn, pythonStr } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { apk } from "./managers/apk.js";
import { checkedName, managerFunctions } from "./managers/package-manager.js";
import { runProgram } from "./program/run-program.js";

const files = fn({
  doc: "The files of packages, package by package.",
  examples: ["salt '*' pkg.file_dict bash"],
  varargs: "packages",
  varkw: "kwargs",
  run: async (_args, context, { args }): Promise<Plain> => {
    if (args.length === 0) return "Package name should be provided";
    const packages = new Map<string, Plain>();
    for (const name of args.map((one) => checkedName(one, apk))) {
      const { stdout } = await runProgram(["apk", "info", "-L", "--", name], context);
      const paths = stdout.split("\n").filter((line) => line !== "" && !line.endsWith("contains:"));
      if (paths.length > 0) packages.set(name, paths);
    }
    return { errors: [], packages };
  },
});

export const apkpkg = executionModule("apkpkg", {
  doc: "Packages of Alpine Linux, through apk.",
  virtualName: "pkg",
  available: ({ grains }) => {
    if (grains.get("os_family") !== "Alpine") return "the machine is no Alpine Linux";
    return findProgram("apk") === undefined ? "apk is not installed" : true;
  },
  functions: {
    ...managerFunctions(apk),
    // Salt's answers package by package here, too.
    file_list: files,
    file_dict: files,
    owner: fn({
      doc: "The packages to which files belong.",
      examples: ["salt '*' pkg.owner /usr/bin/vi"],
      varargs: "paths",
      varkw: "kwargs",
      run: async (_args, context, { args }): Promise<Plain> => {
        if (args.length === 0) return "You must provide a path";
        const owners = new Map<string, string>();
        for (const path of args.map(pythonStr)) {
          const { stdout } = await runProgram(["apk", "info", "-W", "--", path], context);
          owners.set(path, /owned by (\S+)/.exec(stdout)?.[1] ?? "Could not find owner package");
        }
        return owners;
      },
    }),
  },
});
