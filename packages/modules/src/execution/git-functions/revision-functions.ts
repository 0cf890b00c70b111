/**
 * Branches, tags and revisions.
 */
import type { Plain } from "@salt/core";
import {
  CommandExecutionError,
  isList,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { splitLines } from "../../text/lines.js";
import { givenKeywords, refuseOtherKeywords } from "../../values/keywords.js";
import { splitWords } from "../cmd/words.js";
import { fileFn } from "../file-functions/system-error.js";
import { plainName } from "../program/run-program.js";
import { commandWords, outputOf } from "./repository-functions.js";
import { common, cwd, nameList, options, optionWords, place, remoteAccess, runGit } from "./run-git.js";

const rev = maybe.any(null, "The revision.");
const named = (value: Parameters<typeof pythonStr>[0], what: string): readonly string[] =>
  isTruthy(value) ? [plainName(value, what)] : [];

/** The functions, by name. */
export const revisionFunctions = {
  branch: fileFn({
    doc: "Makes, renames or removes a branch, as its options say.",
    examples: ["salt '*' git.branch /path/to/repo newbranch opts='-f'"],
    params: { cwd, name: maybe.any(null, "The branch."), ...options, ...common },
    run: async (args, context) => {
      await outputOf([...commandWords("branch", args), ...named(args.name, "name")], args, context);
      return true;
    },
  }),
  checkout: fileFn({
    doc: "Switches to a branch or another revision.",
    examples: ["salt '*' git.checkout /path/to/repo somebranch user=jeff"],
    params: { cwd, rev, force: maybe.bool(false, "Throw changes of files away."), ...options, ...common },
    run: (args, context) => {
      const opts = optionWords(args.opts);
      if (args.rev === null && !opts.some((word) => word === "-b" || word === "-B"))
        throw new SaltInvocationError("'rev' argument is required unless -b or -B in opts");
      const force = args.force ? ["--force"] : [];
      const words = [...optionWords(args.git_opts), "checkout", ...force, ...opts, ...named(args.rev, "rev")];
      return outputOf(words, args, context, { withMessages: true });
    },
  }),
  current_branch: fileFn({
    doc: "The branch that is checked out; `HEAD` when none is.",
    examples: ["salt '*' git.current_branch /path/to/repo"],
    params: { cwd, ...common },
    run: (args, context) => outputOf(["rev-parse", "--abbrev-ref", "HEAD"], args, context),
  }),
  describe: fileFn({
    doc: "A name for a revision after the last tag before it.",
    examples: ["salt '*' git.describe /path/to/repo develop"],
    params: { cwd, rev: maybe.str("HEAD", "The revision."), ...common },
    run: (args, context) =>
      outputOf(["describe", "--always", plainName(args.rev ?? "HEAD", "rev")], args, context),
  }),
  diff: fileFn({
    doc: "The differences between revisions, or between them and the files.",
    examples: ["salt '*' git.diff /path/to/repo HEAD branch1 paths='file1,file2'"],
    params: {
      cwd,
      item1: maybe.any(null, "A revision."),
      item2: maybe.any(null, "Another one."),
      ...options,
      user: common.user,
      password: common.password,
      no_index: maybe.bool(false, "Compare two paths that need not be in a repository."),
      cached: maybe.bool(false, "Compare what the next commit will have."),
      paths: maybe.any(null, "Only these paths: a list, or a text with commas."),
      output_encoding: common.output_encoding,
    },
    run: (args, context) => {
      if (args.no_index && args.cached)
        throw new CommandExecutionError("The 'no_index' and 'cached' options cannot be used together");
      const revisions = [...named(args.item1, "item1"), ...named(args.item2, "item2")];
      const what = args.no_index
        ? ["--no-index"]
        : args.cached
          ? ["--cached", ...revisions.slice(0, 1)]
          : revisions;
      const paths =
        args.paths === null ? [] : isList(args.paths) ? args.paths : pythonStr(args.paths).split(",");
      const below = paths.length === 0 ? [] : ["--", ...paths.map(pythonStr)];
      const words = [...commandWords("diff", args), ...what, ...below];
      return outputOf(words, args, context, { withMessages: true, mayFail: args.no_index });
    },
  }),
  list_branches: fileFn({
    doc: "The branches of a repository.",
    examples: ["salt '*' git.list_branches /path/to/repo remote=True"],
    params: { cwd, remote: maybe.bool(false, "Those of remotes."), ...common },
    run: async (args, context): Promise<Plain> => {
      const where = args.remote ? "refs/remotes/" : "refs/heads/";
      return splitLines(
        await outputOf(["for-each-ref", "--format", "%(refname:short)", where], args, context),
      );
    },
  }),
  list_tags: fileFn({
    doc: "The tags of a repository.",
    examples: ["salt '*' git.list_tags /path/to/repo"],
    params: { cwd, ...common },
    run: async (args, context): Promise<Plain> =>
      splitLines(
        await outputOf(["for-each-ref", "--format", "%(refname:short)", "refs/tags/"], args, context),
      ),
  }),
  merge: fileFn({
    doc: "Merges another revision into the branch.",
    examples: ["salt '*' git.merge /path/to/repo upstream/foo"],
    params: {
      cwd,
      rev,
      ...options,
      user: common.user,
      password: common.password,
      ...remoteAccess,
      ignore_retcode: common.ignore_retcode,
      output_encoding: common.output_encoding,
    },
    varkw: "kwargs",
    run: (args, context, { kwargs }) => {
      refuseOtherKeywords(kwargs, []);
      return outputOf([...commandWords("merge", args), ...named(args.rev, "rev")], args, context);
    },
  }),
  merge_base: fileFn({
    doc: "The commit that revisions have in common, or whether one descends from the other.",
    examples: ["salt '*' git.merge_base /path/to/repo refs=v1.0,v2.0 octopus=True"],
    params: {
      cwd,
      refs: maybe.any(null, "The revisions: a list, or a text with commas."),
      octopus: maybe.bool(false, "The best for all of them together."),
      is_ancestor: maybe.bool(false, "Whether the second descends from the first."),
      independent: maybe.bool(false, "Those that none of the others can reach."),
      fork_point: maybe.any(null, "Where a branch left this one."),
      ...options,
      ...common,
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }): Promise<Plain> => {
      refuseOtherKeywords(kwargs, ["all"]);
      const isAll = isTruthy(givenKeywords(kwargs).get("all"));
      const modes = [args.octopus, args.independent, args.is_ancestor, isTruthy(args.fork_point)];
      if (isAll && (args.independent || args.is_ancestor || isTruthy(args.fork_point)))
        throw new SaltInvocationError(
          "The 'all' argument is not compatible with 'independent', 'is_ancestor', or 'fork_point'",
        );
      if (modes.filter((mode) => mode).length > 1)
        throw new SaltInvocationError(
          "Only one of 'octopus', 'independent', 'is_ancestor', and 'fork_point' is permitted",
        );
      const refs = args.refs === null ? [] : nameList(args.refs, "refs");
      if (args.is_ancestor && refs.length !== 2)
        throw new SaltInvocationError("Two refs/commits are required if 'is_ancestor' is True");
      const fork = isTruthy(args.fork_point)
        ? ["--fork-point", plainName(args.fork_point, "fork_point")]
        : [];
      const words = [
        ...commandWords("merge-base", args),
        ...(isAll ? ["--all"] : []),
        ...(args.octopus ? ["--octopus"] : []),
        ...(args.is_ancestor ? ["--is-ancestor"] : []),
        ...(args.independent ? ["--independent"] : []),
        ...fork,
        ...(fork.length > 0 && refs.length === 0 ? ["HEAD"] : refs),
      ];
      const how = { cwd: place(args.cwd, args.user), mayFail: args.is_ancestor };
      const { retcode, stdout } = await runGit(words, args, context, how);
      if (args.is_ancestor) return retcode === 0;
      return isAll ? splitLines(stdout) : (splitLines(stdout)[0] ?? "");
    },
  }),
  merge_tree: fileFn({
    doc: "What a merge of two revisions would change.",
    examples: ["salt '*' git.merge_tree /path/to/repo HEAD upstream/dev"],
    params: {
      cwd,
      ref1: needed.str("A revision."),
      ref2: needed.str("Another one."),
      base: maybe.str(null, "The commit that both have in common."),
      ...common,
    },
    run: async (args, context) => {
      const [one, two] = [plainName(args.ref1, "ref1"), plainName(args.ref2, "ref2")];
      const base =
        args.base === null
          ? (await outputOf(["merge-base", one, two], args, context)).split("\n")[0]
          : plainName(args.base, "base");
      return await outputOf(["merge-tree", base ?? "", one, two], args, context);
    },
  }),
  rebase: fileFn({
    doc: "Puts the commits of the branch onto another revision.",
    examples: ["salt '*' git.rebase /path/to/repo master"],
    params: { cwd, rev: maybe.any("master", "The revision."), ...options, ...common },
    run: (args, context) => {
      if (optionWords(args.opts).some((word) => word === "-i" || word === "--interactive"))
        throw new SaltInvocationError("Interactive rebases are not supported");
      const revisions = splitWords(pythonStr(args.rev)).map((word) => plainName(word, "rev"));
      return outputOf([...commandWords("rebase", args), ...revisions], args, context);
    },
  }),
  rev_parse: fileFn({
    doc: "The commit of a revision, or what options of `git rev-parse` ask for.",
    examples: [
      "salt '*' git.rev_parse /path/to/repo HEAD",
      "salt '*' git.rev_parse /path/to/repo opts='--git-dir'",
    ],
    params: { cwd, rev, ...options, ...common },
    run: (args, context) =>
      outputOf([...commandWords("rev-parse", args), ...named(args.rev, "rev")], args, context),
  }),
  revision: fileFn({
    doc: "The commit of a branch, tag or other revision.",
    examples: ["salt '*' git.revision /path/to/repo mybranch"],
    params: {
      cwd,
      rev: maybe.any("HEAD", "The revision."),
      short: maybe.bool(false, "In its short form."),
      ...common,
    },
    run: (args, context) => {
      const short = args.short ? ["--short"] : [];
      return outputOf(["rev-parse", ...short, plainName(args.rev, "rev")], args, context);
    },
  }),
  symbolic_ref: fileFn({
    doc: "Reads or sets a name that stands for another, e.g. `HEAD`.",
    examples: ["salt '*' git.symbolic_ref /path/to/repo HEAD"],
    params: {
      cwd,
      ref: needed.str("The name."),
      value: maybe.any(null, "What it shall stand for."),
      ...options,
      ...common,
    },
    run: (args, context) => {
      if (args.value !== null && optionWords(args.opts).some((word) => word === "-d" || word === "--delete"))
        throw new SaltInvocationError(
          "Value cannot be set for symbolic ref if -d/--delete is included in opts",
        );
      const words = [...commandWords("symbolic-ref", args), plainName(args.ref, "ref")];
      return outputOf([...words, ...named(args.value, "value")], args, context);
    },
  }),
  tag: fileFn({
    doc: "Makes or removes a tag.",
    examples: ["salt '*' git.tag /path/to/repo v1.2 message='Version 1.2'"],
    params: {
      cwd,
      name: needed.any("The tag."),
      ref: maybe.any("HEAD", "The revision."),
      message: maybe.any(null, "A message, which makes it a full tag."),
      ...options,
      ...common,
    },
    run: (args, context) => {
      const opts = optionWords(args.opts).filter((word) => word !== "-a" && word !== "--annotate");
      if (opts.some((word) => word === "-m" || word.includes("--message")))
        throw new SaltInvocationError('Tag messages must be passed in the "message" argument');
      const message = args.message === null ? [] : ["-a", `--message=${pythonStr(args.message)}`];
      const isDeleting = opts.includes("-d") || opts.includes("--delete");
      const ref = isDeleting ? [] : [plainName(args.ref, "ref")];
      const words = [...optionWords(args.git_opts), "tag", ...message, ...opts];
      return outputOf([...words, plainName(args.name, "name"), ...ref], args, context, {
        withMessages: true,
      });
    },
  }),
} as const;
