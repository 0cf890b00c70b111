/**
 * Packages of Ruby.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  executionModule,
  isList,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { splitLines } from "../text/lines.js";
import { fileFn } from "./file-functions/system-error.js";
import { plainName, runProgram } from "./program/run-program.js";

const gems = needed.any("The packages: a list, or a text with blanks.");
const where = {
  ruby: maybe.any(null, "Not taken: rvm and rbenv are not served; name their program in gem_bin."),
  runas: maybe.str(null, "The account to run it as."),
  gem_bin: maybe.str(null, "The program gem to use."),
} as const;

export const gem = executionModule("gem", {
  doc: "Packages of Ruby.",
  functions: {
    install: fileFn({
      doc: "Installs packages of Ruby; gives what gem prints.",
      examples: ["salt '*' gem.install vagrant"],
      params: {
        gems,
        ruby: where.ruby,
        gem_bin: where.gem_bin,
        runas: where.runas,
        version: maybe.any(null, "The version."),
        rdoc: maybe.bool(false, "With documentation."),
        ri: maybe.bool(false, "With documentation for ri."),
        pre_releases: maybe.bool(false, "Versions that are not finished, too."),
        proxy: maybe.str(null, "A proxy."),
        source: maybe.str(null, "Where to look."),
      },
      run: async (args, context) => {
        const option = (name: string, value: Value): readonly string[] =>
          isTruthy(value) ? [name, plainName(value, name)] : [];
        const options = [
          ...option("--version", args.version),
          ...option("-p", args.proxy),
          ...option("--source", args.source),
        ];
        const names = namesOf(args.gems);
        const isOld = !(await version(args, context)).startsWith("3.");
        const docs = isOld
          ? [...(args.rdoc ? [] : ["--no-rdoc"]), ...(args.ri ? [] : ["--no-ri"])]
          : args.rdoc && args.ri
            ? []
            : ["--no-document"];
        const pre = args.pre_releases ? [isOld ? "--pre" : "--prerelease"] : [];
        return await run(["install", ...names, ...docs, ...pre, ...options], args, context);
      },
    }),
    uninstall: fileFn({
      doc: "Removes packages of Ruby, all their versions.",
      examples: ["salt '*' gem.uninstall vagrant"],
      params: { gems, ...where },
      run: (args, context) => run(["uninstall", ...namesOf(args.gems), "-a", "-x"], args, context),
    }),
    update: fileFn({
      doc: "Brings packages of Ruby up to date.",
      examples: ["salt '*' gem.update vagrant"],
      params: { gems, ...where },
      run: (args, context) => run(["update", ...namesOf(args.gems)], args, context),
    }),
    update_system: fileFn({
      doc: "Brings gem itself up to date.",
      examples: ["salt '*' gem.update_system"],
      params: { version: maybe.any("", "To this version."), ...where },
      run: (args, context) => {
        const wanted = isTruthy(args.version) ? [plainName(args.version, "version")] : [];
        return run(["update", "--system", ...wanted], args, context);
      },
    }),
    version: fileFn({
      doc: "The version of gem.",
      examples: ["salt '*' gem.version"],
      params: { ...where },
      run: async (args, context): Promise<Plain> => (await version(args, context)) || {},
    }),
    list: fileFn({
      doc: "The packages of Ruby with their versions.",
      examples: ["salt '*' gem.list"],
      params: { prefix: maybe.any("", "Only those whose names begin like this."), ...where },
      run: async (args, context): Promise<Plain> => {
        const start = isTruthy(args.prefix) ? [plainName(args.prefix, "prefix")] : [];
        const rows = splitLines(await run(["list", ...start], args, context));
        const found = rows.map((line) => /^([^ ]+) \((.+)\)/.exec(line)).filter((row) => row !== null);
        return new Map(found.map(([, name = "", versions = ""]) => [name, versions.split(", ")]));
      },
    }),
    list_upgrades: fileFn({
      doc: "The packages of Ruby for which there are newer versions.",
      examples: ["salt '*' gem.list_upgrades"],
      params: { ...where },
      run: async (args, context): Promise<Plain> => {
        const rows = splitLines(await run(["outdated"], args, context));
        const found = rows.map((line) => /(\S+) \(\S+ < (\S+)\)/.exec(line)).filter((row) => row !== null);
        return new Map(found.map(([, name = "", newer = ""]) => [name, newer]));
      },
    }),
    sources_add: fileFn({
      doc: "Adds a place to look for packages of Ruby.",
      examples: ["salt '*' gem.sources_add http://rubygems.org/"],
      params: { source_uri: needed.str("The address."), ...where },
      run: (args, context) =>
        run(["sources", "--add", plainName(args.source_uri, "source_uri")], args, context),
    }),
    sources_remove: fileFn({
      doc: "Removes a place to look for packages of Ruby.",
      examples: ["salt '*' gem.sources_remove http://rubygems.org/"],
      params: { source_uri: needed.str("The address."), ...where },
      run: (args, context) =>
        run(["sources", "--remove", plainName(args.source_uri, "source_uri")], args, context),
    }),
    sources_list: fileFn({
      doc: "The places to look for packages of Ruby.",
      examples: ["salt '*' gem.sources_list"],
      params: { ...where },
      run: async (args, context): Promise<Plain> =>
        splitLines(await run(["sources"], args, context)).slice(2),
    }),
  },
});

interface Where {
  readonly ruby: Value;
  readonly runas: string | null;
  readonly gem_bin: string | null;
}

function namesOf(value: Value): readonly string[] {
  const names = isList(value)
    ? value.map(pythonStr)
    : pythonStr(value)
        .split(/\s+/)
        .filter((one) => one !== "");
  return names.map((name) => plainName(name, "gems"));
}

async function run(words: readonly string[], args: Where, context: ExecutionContext): Promise<string> {
  if (isTruthy(args.ruby))
    throw new SaltInvocationError("ruby: rvm and rbenv are not served", {
      hint: "Name the program gem of that Ruby in gem_bin.",
    });
  const command = [args.gem_bin ?? "gem", ...words];
  const { retcode, stdout, stderr } = await runProgram(command, context, {
    runas: args.runas,
    ignore_retcode: false,
  });
  if (retcode !== 0) throw new CommandExecutionError(stderr);
  return stdout;
}

async function version(args: Where, context: ExecutionContext): Promise<string> {
  const lines = splitLines(await run(["--version"], args, context));
  return lines.find((line) => /^[.0-9]+/.test(line)) ?? "";
}
