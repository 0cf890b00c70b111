/**
 * Packages of JavaScript, by npm.
 */
import { tmpdir } from "node:os";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  executionModule,
  get,
  isDict,
  isFloat,
  isInt,
  isList,
  isTruthy,
  maybe,
  needed,
  parseJson,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { fileFn } from "./file-functions/system-error.js";
import type { ProgramResult } from "./program/run-program.js";
import { plainName, runProgram } from "./program/run-program.js";

const dir = maybe.str(null, "The directory of the project; the whole machine when not given.");
const runas = maybe.str(null, "The account to run it as.");
const env = maybe.any(null, "Variables of the environment, a map.");
const path = maybe.str(null, "Only this part of the cache.");

export const npm = executionModule("npm", {
  doc: "Packages of JavaScript, by npm.",
  available: () =>
    findProgram("npm") === undefined
      ? "npm execution module could not be loaded because the npm binary could not be located (apt-get install npm)"
      : true,
  functions: {
    install: fileFn({
      doc: "Installs packages, or what a project needs; gives what npm prints as JSON.",
      examples: ["salt '*' npm.install coffee-script@1.0.1", "salt '*' npm.install dir=/path/to/project"],
      params: {
        pkg: maybe.any(null, "The package."),
        pkgs: maybe.any(null, "Several packages, a list."),
        dir,
        runas,
        registry: maybe.str(null, "The address of the registry."),
        env,
        dry_run: maybe.bool(false, "Only say what would be done."),
        silent: maybe.bool(true, "Without what is said for people."),
      },
      run: async (args, context): Promise<Plain> => {
        const names = isTruthy(args.pkg) ? [args.pkg] : isList(args.pkgs) ? args.pkgs : [];
        const words = [
          ...["install", "--json"],
          ...(args.silent ? ["--silent"] : []),
          ...(args.dir ? [] : ["--global"]),
          ...(args.registry ? [`--registry=${plainName(args.registry, "registry")}`] : []),
          ...(args.dry_run ? ["--dry-run"] : []),
          ...["--", ...names.map((name) => plainName(name, "pkg"))],
        ];
        const done = await run(words, { ...args, dir: args.dir || tmpdir() }, context);
        if (done.retcode !== 0) throw new CommandExecutionError(done.stderr);
        return jsonIn(done.stdout || done.stderr);
      },
    }),
    uninstall: fileFn({
      doc: "Removes a package.",
      examples: ["salt '*' npm.uninstall coffee-script"],
      params: { pkg: needed.any("The package."), dir, runas, env },
      run: async (args, context) => {
        const where = args.dir ? [] : ["--global"];
        const done = await run(["uninstall", ...where, "--", plainName(args.pkg, "pkg")], args, context);
        return done.retcode === 0;
      },
    }),
    list: fileFn({
      doc: "The packages of a project or of the machine.",
      examples: ["salt '*' npm.list dir=/path/to/project"],
      params: {
        pkg: maybe.any(null, "Only this one."),
        dir,
        runas,
        env,
        depth: maybe.any(null, "So many steps of what packages need."),
      },
      run: async (args, context): Promise<Plain> => {
        const { depth } = args;
        if (depth !== null && !isInt(depth) && !isFloat(depth))
          throw new SaltInvocationError(`Error: depth ${pythonStr(depth)} must be a number`);
        const words = [
          ...["list", "--json", "--silent"],
          ...(args.dir ? [] : ["--global"]),
          ...(depth === null ? [] : [`--depth=${Math.trunc(Number(depth))}`]),
          ...(isTruthy(args.pkg) ? ["--", plainName(args.pkg, "pkg")] : []),
        ];
        const done = await run(words, args, context, true);
        if (done.retcode !== 0 && done.stderr !== "") throw new CommandExecutionError(done.stderr);
        return get(parseJson(done.stdout), "dependencies") ?? {};
      },
    }),
    cache_clean: fileFn({
      doc: "Empties the cache of npm.",
      examples: ["salt '*' npm.cache_clean force=True"],
      params: { path, runas, env, force: maybe.bool(false, "Even when it is in order.") },
      run: async (args, context) => {
        const force = args.force ? ["--force"] : [];
        const words = ["cache", "clean", ...force, ...pathWords(args.path)];
        return (await run(words, { ...args, dir: null }, context, true)).retcode === 0;
      },
    }),
    cache_list: fileFn({
      doc: "What is in the cache of npm.",
      examples: ["salt '*' npm.cache_list"],
      params: { path, runas, env },
      run: async (args, context) => {
        const done = await run(
          ["cache", "ls", ...pathWords(args.path)],
          { ...args, dir: null },
          context,
          true,
        );
        if (done.retcode !== 0 && done.stderr !== "") throw new CommandExecutionError(done.stderr);
        return done.stdout;
      },
    }),
    cache_path: fileFn({
      doc: "The directory of the cache of npm.",
      examples: ["salt '*' npm.cache_path"],
      params: { runas, env },
      run: async (args, context) => {
        const done = await run(["config", "get", "cache"], { ...args, dir: null }, context, true);
        return done.stdout || done.stderr;
      },
    }),
  },
});

interface Where {
  readonly dir: string | null;
  readonly runas: string | null;
  readonly env: Value;
}

function pathWords(given: string | null): readonly string[] {
  return given ? ["--", plainName(given, "path")] : [];
}

async function run(
  words: readonly string[],
  args: Where,
  context: ExecutionContext,
  mayFail = false,
): Promise<ProgramResult> {
  const options = { cwd: args.dir, runas: args.runas, ignore_retcode: mayFail };
  const variables = isDict(args.env) ? { env: args.env } : {};
  return await runProgram(["npm", ...words], context, { ...options, ...variables });
}

/** The JSON in an output that may have lines before it; the text itself when there is none. */
function jsonIn(output: string): Plain {
  const lines = output.split("\n");
  for (const [at, line] of lines.entries()) {
    if (!/^\s*[[{]/.test(line)) continue;
    try {
      return parseJson(lines.slice(at).join("\n"));
    } catch {
      // A line for people that looks like JSON: it may begin further below.
    }
  }
  return output;
}
