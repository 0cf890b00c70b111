/**
 * Packing and unpacking by the programs made for it.
 */
import type { ExecutionContext, ExecutionFunction, Plain, Value } from "@salt/core";
import { CommandExecutionError, isTruthy, maybe, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { findProgram } from "../cmd/programs.js";
import { splitWords } from "../cmd/words.js";
import { fileFn } from "../file-functions/system-error.js";
import { plainName, programPath } from "../program/run-program.js";
import { linesFrom, namesOf, sourceFiles, trimmed } from "./sources.js";

const template = maybe.str(null, "The renderer of names that are templates.");
const runas = maybe.str(null, "The account to do it as.");
const cwd = maybe.str(null, "The directory to do it in.");
const sources = needed.any("Files and patterns: a list, or a text with commas.");
const trimOutput = maybe.any(false, "Shorten the list of files: to 100, or to a number.");
const excludes = maybe.any(null, "What is left out: a list, or a text with commas.");

interface How {
  readonly template: string | null;
  readonly runas: string | null;
  readonly cwd?: string | null;
}

async function run(command: readonly string[], how: How, context: ExecutionContext): Promise<Value> {
  const options = { template: how.template, runas: how.runas, cwd: how.cwd ?? null };
  return await context.call("cmd.run", [command], { python_shell: false, ...options });
}

const gzipFunction = (program: "gzip" | "gunzip", file: string, doc: string): ExecutionFunction =>
  fileFn({
    doc,
    examples: [
      `salt '*' archive.${program} /tmp/${program === "gzip" ? "sourcefile.txt" : "sourcefile.txt.gz"}`,
    ],
    params: {
      [file]: needed.str("The file."),
      template,
      runas,
      options: maybe.str(null, "One more option."),
    },
    run: async (args, context): Promise<Plain> => {
      const { template: engine, runas: account, options } = args as How & { readonly options: string | null };
      const path = plainName(pythonStr(args[file] as Value), file);
      const more = options === null || options === "" ? [] : [options];
      const how = { template: engine, runas: account };
      return linesFrom(await run([programPath(program), ...more, "--", path], how, context));
    },
  });

/** The functions, by name. */
export const programFunctions = {
  tar: fileFn({
    doc: "Runs tar with options as on its command line.",
    examples: [
      "salt '*' archive.tar cjvf /tmp/tarfile.tar.bz2 /tmp/file_1,/tmp/file_2",
      "salt '*' archive.tar xf foo.tar dest=/target/directory",
    ],
    params: {
      options: needed.any("Options of tar."),
      tarfile: needed.str("The archive."),
      sources: maybe.any(null, "Files and patterns: a list, or a text with commas."),
      dest: maybe.str(null, "The directory to unpack to."),
      cwd,
      template,
      runas,
    },
    run: async (args, context): Promise<Plain> => {
      if (!isTruthy(args.options)) throw new SaltInvocationError("Tar options can not be empty");
      const words = pythonStr(args.options).trim().split(/\s+/);
      const dest = args.dest === null || args.dest === "" ? [] : ["-C", plainName(args.dest, "dest")];
      const files = sourceFiles(args.sources);
      const command = ["tar", ...words, plainName(args.tarfile, "tarfile"), ...dest, ...files];
      programPath("tar");
      return linesFrom(await run(command, args, context));
    },
  }),
  gzip: gzipFunction("gzip", "sourcefile", "Compresses a file with gzip, which replaces it."),
  gunzip: gzipFunction("gunzip", "gzipfile", "Decompresses a file with gunzip, which replaces it."),
  cmd_zip: fileFn({
    doc: "Packs files with the program zip; gives what it prints.",
    examples: ["salt '*' archive.cmd_zip /tmp/zipfile.zip /tmp/sourcefile1,/tmp/sourcefile2"],
    params: { zip_file: needed.str("The archive."), sources, template, cwd, runas },
    run: async (args, context): Promise<Plain> => {
      const [file, files] = [plainName(args.zip_file, "zip_file"), sourceFiles(args.sources)];
      const command = [programPath("zip"), "-r", file, "--", ...files];
      return linesFrom(await run(command, args, context));
    },
  }),
  cmd_unzip: fileFn({
    doc: "Unpacks a zip file with the program unzip; gives what it prints.",
    examples: ["salt '*' archive.cmd_unzip /tmp/zipfile.zip /home/strongbad/ excludes=file_1,file_2"],
    params: {
      zip_file: needed.str("The archive."),
      dest: needed.str("The directory to unpack to."),
      excludes,
      options: maybe.str(null, "Options of unzip."),
      template,
      runas,
      trim_output: trimOutput,
      password: maybe.any(null, "Not taken: everybody on the machine would see it."),
    },
    run: async (args, context): Promise<Plain> => {
      refusePassword(args.password);
      const [file, dest] = [plainName(args.zip_file, "zip_file"), plainName(args.dest, "dest")];
      const without =
        args.excludes === null ? [] : namesOf(args.excludes).map((one) => plainName(one, "excludes"));
      const options = splitWords(args.options ?? "");
      const command = [programPath("unzip"), ...options, file, "-d", dest];
      const result = await context.call("cmd.run_all", [[...command, ...exclusions(without)]], {
        python_shell: false,
        template: args.template,
        runas: args.runas,
        redirect_stderr: true,
      });
      const output = linesOfResult(result);
      return trimmed(output, args.trim_output);
    },
  }),
  rar: fileFn({
    doc: "Packs files with the program rar.",
    examples: ["salt '*' archive.rar /tmp/rarfile.rar /tmp/sourcefile1,/tmp/sourcefile2"],
    params: { rarfile: needed.str("The archive."), sources, template, cwd, runas },
    run: async (args, context): Promise<Plain> => {
      const [file, files] = [plainName(args.rarfile, "rarfile"), sourceFiles(args.sources)];
      return linesFrom(await run([programPath("rar"), "a", "-idp", "--", file, ...files], args, context));
    },
  }),
  // The name stands in the word of its option: the program takes the next word for something else.
  unrar: fileFn({
    doc: "Unpacks a rar file with the program unrar or rar.",
    examples: ["salt '*' archive.unrar /tmp/rarfile.rar /home/strongbad/ excludes=file_1,file_2"],
    params: {
      rarfile: needed.str("The archive."),
      dest: needed.str("The directory to unpack to."),
      excludes,
      template,
      runas,
      trim_output: trimOutput,
    },
    run: async (args, context): Promise<Plain> => {
      const [file, dest] = [plainName(args.rarfile, "rarfile"), plainName(args.dest, "dest")];
      const without = namesOf(args.excludes).map((one) => `-x${plainName(one, "excludes")}`);
      const program = findProgram("unrar") ?? programPath("rar");
      const command = [program, "x", "-idp", ...without, "--", file, dest];
      return trimmed(linesFrom(await run(command, args, context)), args.trim_output);
    },
  }),
} as const;

/** Refuses a password, which would stand in the list of processes. Throws SaltInvocationError. */
export function refusePassword(password: Value): void {
  if (isTruthy(password)) {
    throw new SaltInvocationError("password: unzip would show it to every account of this machine", {
      hint: "Unpack the archive by hand, or offer it without a password.",
    });
  }
}

function exclusions(names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : ["-x", ...names];
}

function linesOfResult(result: Value): readonly string[] {
  const [code, output] = result instanceof Map ? [result.get("retcode"), result.get("stdout")] : [1, ""];
  if (code !== 0) throw new CommandExecutionError(pythonStr(output ?? ""));
  return linesFrom(output ?? "");
}
