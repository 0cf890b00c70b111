/**
 * Packages as dpkg sees them, below what `pkg` does.
 */
import type { Plain } from "@salt/core";
import { CommandExecutionError, executionModule, fn, maybe, needed, pythonStr } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { packageName } from "./pkg-functions/apt.js";
import { packageContents, packageFacts, query } from "./pkg-functions/lowpkg-info.js";
import { runProgram } from "./program/run-program.js";

export const lowpkg = executionModule("dpkg_lowpkg", {
  doc: "Packages as dpkg sees them, below what `pkg` does.",
  virtualName: "lowpkg",
  available: ({ grains }) => {
    if (grains.get("os_family") !== "Debian") return "the machine is no Debian or relative of it";
    return findProgram("dpkg-query") === undefined ? "dpkg is not installed" : true;
  },
  functions: {
    list_pkgs: fn({
      doc: "Versions of the packages in dpkg's database, of all when none is named.",
      examples: ["salt '*' lowpkg.list_pkgs", "salt '*' lowpkg.list_pkgs bash"],
      varargs: "packages",
      varkw: "kwargs",
      run: async (_args, context, { args }): Promise<Plain> => {
        const found = await query(
          `\${db:Status-Abbrev}\\t\${binary:Package}\\t\${Version}\\n`,
          args.map(pythonStr),
          context,
        );
        if (found.retcode !== 0) return `Error:  ${found.stderr}`;
        const rows = found.stdout.split("\n").map((line) => line.split("\t"));
        const present = rows.filter(([status = ""]) => status.includes("i"));
        return Object.fromEntries(present.map(([, name = "", version = ""]) => [name, version]));
      },
    }),
    file_list: fn({
      doc: "The files of packages in one list.",
      examples: ["salt '*' lowpkg.file_list bash"],
      varargs: "packages",
      varkw: "kwargs",
      run: async (_args, context, { args }): Promise<Plain> => {
        const found = await packageContents(args.map(pythonStr), context);
        if (typeof found === "string") return found;
        return { errors: [], files: [...new Set([...found.values()].flat())].sort() };
      },
    }),
    file_dict: fn({
      doc: "The files of packages, package by package.",
      examples: ["salt '*' lowpkg.file_dict bash"],
      varargs: "packages",
      varkw: "kwargs",
      run: async (_args, context, { args }): Promise<Plain> => {
        const found = await packageContents(args.map(pythonStr), context);
        return typeof found === "string" ? found : { errors: [], packages: found };
      },
    }),
    info: fn({
      doc: "What dpkg knows of packages, of all when none is named.",
      examples: ["salt '*' lowpkg.info bash"],
      varargs: "packages",
      varkw: "kwargs",
      run: async (_args, context, { args, kwargs }) => {
        const isLenient = kwargs.get("failhard") === false;
        const facts = await packageFacts(args.map(pythonStr), isLenient, context);
        return new Map(facts.map((one) => [one.get("package") ?? "", one]));
      },
    }),
    bin_pkg_info: fn({
      doc: "Name, version and architecture of a package file.",
      examples: ["salt '*' lowpkg.bin_pkg_info /root/foo-1.2.3-1_amd64.deb"],
      params: {
        path: needed.str("The file."),
        saltenv: maybe.str("base", "The environment of a file on the master."),
      },
      run: async ({ path, saltenv }, context): Promise<Plain> => {
        const isHere = path.startsWith("/");
        const file = isHere ? path : pythonStr(await context.call("cp.cache_file", [path, saltenv]));
        const { retcode, stdout, stderr } = await runProgram(["dpkg", "-I", "--", file], context);
        if (retcode !== 0) throw new CommandExecutionError(`Unable to get info for ${path}: ${stderr}`);
        const field = (name: string): string | null =>
          new RegExp(`^ ${name}: (.*)$`, "m").exec(stdout)?.[1] ?? null;
        return { name: field("Package"), version: field("Version"), arch: field("Architecture") };
      },
    }),
    unpurge: fn({
      doc: "Marks packages as wanted again that were to be purged.",
      examples: ["salt '*' lowpkg.unpurge curl"],
      varargs: "packages",
      run: async (_args, context, { args }): Promise<Plain> => {
        if (args.length === 0) return {};
        const lines = args.map((name) => `${packageName(name)} install\n`).join("");
        const { retcode, stderr } = await runProgram(["dpkg", "--set-selections"], context, { stdin: lines });
        if (retcode !== 0) throw new CommandExecutionError(stderr);
        return Object.fromEntries(args.map((name) => [pythonStr(name), { old: "purge", new: "install" }]));
      },
    }),
  },
});
