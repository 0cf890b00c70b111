/**
 * Repositories and their files.
 */
import { existsSync, mkdirSync } from "node:fs";
import { basename } from "node:path";
import type { ExecutionContext, ExecutionFunction, Plain, Value } from "@salt/core";
import { isInt, isTruthy, maybe, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { givenKeywords, refuseOtherKeywords } from "../../values/keywords.js";
import { fileFn } from "../file-functions/system-error.js";
import { plainName, plainValue } from "../program/run-program.js";
import { credentials, environmentFor, environmentForRemote } from "./credentials.js";
import type { GitCall, GitRun } from "./run-git.js";
import {
  asUser,
  common,
  cwd,
  ignoreRetcode,
  options,
  optionWords,
  outputEncoding,
  place,
  remoteAccess,
  runGit,
  saltenv,
} from "./run-git.js";

interface Options {
  readonly opts: Value;
  readonly git_opts: Value;
}

/** `git <options> subcommand <options>`. */
export function commandWords(subcommand: string, args: Options): readonly string[] {
  return [...optionWords(args.git_opts), subcommand, ...optionWords(args.opts)];
}

/** What git printed in a repository. */
export async function outputOf(
  words: readonly string[],
  args: GitCall & { readonly cwd: Value },
  context: ExecutionContext,
  how: GitRun = {},
): Promise<string> {
  return (await runGit(words, args, context, { cwd: place(args.cwd, args.user), ...how })).stdout;
}

/** A subcommand that takes nothing but options. */
function plain(name: string, subcommand: string, doc: string, example = ""): ExecutionFunction {
  return fileFn({
    doc,
    examples: [`salt '*' git.${name} /path/to/repo${example}`],
    params: { cwd, ...options, ...asUser, ...remoteAccess, ...ignoreRetcode, ...outputEncoding },
    run: (args, context) => outputOf(commandWords(subcommand, args), args, context),
  });
}

const filename = needed.any("The file or directory.");

/** The functions, by name. */
export const repositoryFunctions = {
  add: fileFn({
    doc: "Puts the changes of a file into the next commit.",
    examples: ["salt '*' git.add /path/to/repo foo/bar.py"],
    params: { cwd, filename, ...options, ...common },
    run: (args, context) => {
      const opts = optionWords(args.opts).filter((word) => word !== "-v" && word !== "--verbose");
      const words = [...optionWords(args.git_opts), "add", "--verbose", ...opts];
      return outputOf([...words, "--", plainValue(args.filename, "filename")], args, context);
    },
  }),
  rm: fileFn({
    doc: "Removes a file, now and in the next commit.",
    examples: ["salt '*' git.rm /path/to/repo foo/bar.py opts='-r'"],
    params: { cwd, filename, ...options, ...common },
    run: (args, context) =>
      outputOf([...commandWords("rm", args), "--", plainValue(args.filename, "filename")], args, context),
  }),
  archive: fileFn({
    doc: "Packs the files of a revision.",
    examples: ["salt '*' git.archive /path/to/repo /path/to/archive.tar"],
    params: {
      cwd,
      output: needed.any("The archive."),
      rev: maybe.str("HEAD", "The revision."),
      prefix: maybe.str(null, "What names begin with: the repository's directory when not given."),
      git_opts: options.git_opts,
      ...common,
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      refuseOtherKeywords(kwargs, ["format"]);
      const folder = place(args.cwd, args.user);
      const prefix = args.prefix === "" ? [] : [`--prefix=${args.prefix ?? `${basename(folder)}/`}`];
      const format = givenKeywords(kwargs).get("format") ?? "";
      const form = isTruthy(format) ? [`--format=${plainValue(format, "format")}`] : [];
      const output = `--output=${place(args.output, args.user)}`;
      const rev = plainName(args.rev ?? "HEAD", "rev");
      const words = [...optionWords(args.git_opts), "archive", ...prefix, ...form, output, rev];
      await outputOf(words, args, context);
      return true;
    },
  }),
  clone: fileFn({
    doc: "Makes a copy of a repository.",
    examples: ["salt '*' git.clone /path/to/repo_parent_dir https://github.com/saltstack/salt.git"],
    params: {
      cwd,
      url: maybe.str(null, "Where the repository is."),
      name: maybe.any(null, "The name of the copy in the directory; the directory itself when not given."),
      ...options,
      user: common.user,
      password: common.password,
      ...remoteAccess,
      ...credentials,
      ignore_retcode: common.ignore_retcode,
      saltenv,
      output_encoding: common.output_encoding,
    },
    run: async (args, context) => {
      if (args.url === null || args.url === "") throw new SaltInvocationError("Missing 'url' argument");
      const folder = place(args.cwd, args.user);
      const url = plainName(args.url, "url");
      const env = environmentFor(url, args);
      const target = args.name === null ? folder : plainName(args.name, "name");
      if (args.name !== null && !existsSync(folder)) mkdirSync(folder, { recursive: true });
      const words = [...commandWords("clone", args), "--", url, target];
      await runGit(words, args, context, { cwd: args.name === null ? "/tmp" : folder, env });
      return true;
    },
  }),
  commit: fileFn({
    doc: "Makes a commit.",
    examples: ["salt '*' git.commit /path/to/repo 'The commit message'"],
    params: {
      cwd,
      message: needed.any("The message."),
      ...options,
      user: common.user,
      password: common.password,
      filename: maybe.any(null, "Only the changes of this file."),
      ignore_retcode: common.ignore_retcode,
      output_encoding: common.output_encoding,
    },
    run: (args, context) => {
      const message = `--message=${pythonStr(args.message)}`;
      const words = [...optionWords(args.git_opts), "commit", message, ...optionWords(args.opts)];
      const file = isTruthy(args.filename) ? ["--", plainValue(args.filename, "filename")] : [];
      return outputOf([...words, ...file], args, context);
    },
  }),
  discard_local_changes: fileFn({
    doc: "Takes back changes of files that no commit has.",
    examples: ["salt '*' git.discard_local_changes /path/to/repo path=foo"],
    params: { cwd, path: maybe.str(".", "The file or directory."), ...common },
    run: (args, context) => {
      const path = plainValue(args.path ?? ".", "path");
      return outputOf(["checkout", "--", path], args, context, { withMessages: true });
    },
  }),
  init: fileFn({
    doc: "Makes a new repository.",
    examples: ["salt '*' git.init /path/to/bare/repo.git bare=True"],
    params: {
      cwd,
      bare: maybe.bool(false, "Without files to work on."),
      template: maybe.str(null, "A directory to take files from."),
      separate_git_dir: maybe.str(null, "Where the history is kept."),
      shared: maybe.any(null, "Who may share it: `group`, `all`, or a mode."),
      ...options,
      ...common,
    },
    run: async (args, context): Promise<Plain> => {
      const option = (name: string, value: string | null): readonly string[] =>
        value === null ? [] : [`--${name}=${plainValue(value, name)}`];
      const shared = isInt(args.shared) ? `0${args.shared}` : pythonStr(args.shared ?? "").toLowerCase();
      const words = [
        ...optionWords(args.git_opts),
        "init",
        ...(args.bare ? ["--bare"] : []),
        ...option("template", args.template),
        ...option("separate-git-dir", args.separate_git_dir),
        ...option("shared", args.shared === null ? null : shared),
        ...optionWords(args.opts),
      ];
      return (await runGit([...words, "--", place(args.cwd, args.user)], args, context)).stdout;
    },
  }),
  pull: fileFn({
    doc: "Fetches and merges.",
    examples: ["salt '*' git.pull /path/to/repo opts='--rebase origin master'"],
    params: {
      cwd,
      ...options,
      ...asUser,
      ...remoteAccess,
      ...ignoreRetcode,
      saltenv,
      ...outputEncoding,
      ...credentials,
    },
    run: async (args, context) => {
      const env = await environmentForRemote("origin", args, place(args.cwd, args.user), context);
      return await outputOf(commandWords("pull", args), args, context, { env });
    },
  }),
  reset: plain("reset", "reset", "Sets branch and files back to a revision.", " opts='--hard origin/master'"),
  stash: fileFn({
    doc: "Puts changes aside, or works on those that were.",
    examples: ["salt '*' git.stash /path/to/repo pop"],
    params: {
      cwd,
      action: maybe.str("save", "What to do: `save`, `pop`, `list` and so on."),
      ...options,
      ...common,
    },
    run: (args, context) => {
      const action = plainName(args.action ?? "save", "action");
      return outputOf(
        [...optionWords(args.git_opts), "stash", action, ...optionWords(args.opts)],
        args,
        context,
      );
    },
  }),
  status: fileFn({
    doc: "The files that differ from the last commit, by kind.",
    examples: ["salt '*' git.status /path/to/repo"],
    params: { cwd, ...common },
    run: async (args, context): Promise<Plain> => {
      const kinds: Readonly<Record<string, string>> = {
        M: "modified",
        A: "new",
        D: "deleted",
        "??": "untracked",
      };
      const found = new Map<string, string[]>();
      for (const row of (await outputOf(["status", "-z", "--porcelain"], args, context)).split("\0")) {
        const [, state, file] = /^\s*(\S+)\s+(.*)$/s.exec(row) ?? [];
        if (state === undefined || file === undefined || file === "") continue;
        const kind = kinds[state] ?? state;
        found.set(kind, [...(found.get(kind) ?? []), file]);
      }
      return found;
    },
  }),
  submodule: fileFn({
    doc: "Works on repositories in the repository.",
    examples: ["salt '*' git.submodule /path/to/repo update opts='--init'"],
    params: {
      cwd,
      command: needed.str("What to do: `update`, `init`, `status` and so on."),
      ...options,
      user: common.user,
      password: common.password,
      ...remoteAccess,
      ignore_retcode: common.ignore_retcode,
      saltenv,
      output_encoding: common.output_encoding,
      ...credentials,
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      refuseOtherKeywords(kwargs, []);
      const command = plainName(args.command, "command");
      const words = [...optionWords(args.git_opts), "submodule", command, ...optionWords(args.opts)];
      const env = await environmentForRemote("origin", args, place(args.cwd, args.user), context);
      return await outputOf(words, args, context, { env });
    },
  }),
} as const;
