/**
 * Changing lines of files by patterns, marks and neighbours.
 */
import type { Value } from "@salt/core";
import { isInt, isList, maybe, needed } from "@salt/core";
import { replaceBlock } from "./block-replace.js";
import { commentLines } from "./comment-line.js";
import { editFileLine } from "./line-file.js";
import { replaceInFile } from "./replace.js";
import { fileFn } from "./system-error.js";

const path = needed.str("The file.");
const backup = maybe.any(".bak", "What the name of a copy of the old file ends with; false makes none.");
const char = maybe.str("#", "The mark that makes a comment.");
const regex = needed.str("A pattern for the lines, without the mark.");
const dryRun = maybe.bool(false, "Say what would change, and leave the file.");
const showChanges = maybe.bool(true, "Give the difference rather than whether there is one.");

export const editFunctions = {
  replace: fileFn({
    doc: "Replaces what fits a regular expression; gives the difference.",
    examples: ["salt '*' file.replace /etc/ssh/sshd_config pattern='^Port .*' repl='Port 2222'"],
    params: {
      path,
      pattern: needed.any("A regular expression of Python."),
      repl: needed.any("What to put there; `\\1` stands for a group."),
      count: maybe.int(0, "How many to replace; all when 0."),
      flags: maybe.any(8, "Flags of the expression, by name or number; MULTILINE alone when not given."),
      bufsize: maybe.any(1, "Has no meaning here: the file is always read as a whole."),
      append_if_not_found: maybe.bool(false, "Add the text as a last line where nothing fits."),
      prepend_if_not_found: maybe.bool(false, "Add the text as a first line where nothing fits."),
      not_found_content: maybe.any(null, "What to add then, in place of `repl`."),
      backup,
      dry_run: dryRun,
      search_only: maybe.bool(false, "Only say whether something fits."),
      show_changes: showChanges,
      ignore_if_missing: maybe.bool(false, "Give false rather than fail when there is no such file."),
      preserve_inode: maybe.bool(true, "Write into the file; other names of it change too."),
      backslash_literal: maybe.bool(false, "Take backslashes in `repl` as they are."),
      encoding: maybe.str(null, "The encoding of the file; bytes are compared when not given."),
    },
    run: (args, context) => replaceInFile({ ...args, count: args.count ?? 0 }, context),
  }),
  search: fileFn({
    doc: "Whether a regular expression is found in a file.",
    examples: ["salt '*' file.search /etc/crontab 'mymaintenance.sh'"],
    params: {
      path,
      pattern: needed.any("A regular expression of Python."),
      flags: maybe.any(8, "Flags of the expression, by name or number; MULTILINE alone when not given."),
      bufsize: maybe.any(1, "Has no meaning here: the file is always read as a whole."),
      ignore_if_missing: maybe.bool(false, "Give false rather than fail when there is no such file."),
      multiline: maybe.bool(false, "Set the flag MULTILINE in addition."),
    },
    run: (args, context) => {
      const flags = args.multiline ? withMultiline(args.flags) : args.flags;
      return replaceInFile({ ...SEARCH, ...args, flags }, context);
    },
  }),
  blockreplace: fileFn({
    doc: "Replaces what stands between two marks; gives the difference.",
    examples: [
      "salt '*' file.blockreplace /etc/hosts '# START' '# END' '10.0.0.1 db' append_if_not_found=True",
    ],
    params: {
      path,
      marker_start: maybe.str("#-- start managed zone --", "A text in the line before the block."),
      marker_end: maybe.str("#-- end managed zone --", "A text in the line after the block."),
      content: maybe.str("", "What is to stand between them."),
      append_if_not_found: maybe.bool(false, "Add marks and content at the end where there are none."),
      prepend_if_not_found: maybe.bool(false, "Add marks and content at the start where there are none."),
      backup,
      dry_run: dryRun,
      show_changes: showChanges,
      append_newline: maybe.any(false, "End the content with a newline; null: where it has none."),
      insert_before_match: maybe.any(null, "Add them before the first line that fits this expression."),
      insert_after_match: maybe.any(null, "Add them after the first line that fits this expression."),
    },
    run: (args) =>
      replaceBlock({
        ...args,
        marker_start: args.marker_start ?? "",
        marker_end: args.marker_end ?? "",
        content: args.content ?? "",
      }),
  }),
  line: fileFn({
    doc: "Inserts, replaces, deletes or ensures one line; gives the difference.",
    examples: ["salt '*' file.line /etc/hosts content='10.0.0.1 db' mode=ensure after='127.0.0.1 localhost'"],
    params: {
      path,
      content: maybe.any(null, "The line."),
      match: maybe.str(null, "Which line to replace or delete, as a text or regular expression."),
      mode: maybe.str(null, "One of insert, replace, delete and ensure."),
      location: maybe.str(null, "Where to insert: `start` or `end`."),
      before: maybe.str(null, "Which line is to follow."),
      after: maybe.str(null, "Which line is to come before."),
      show_changes: showChanges,
      backup: maybe.bool(false, "Keep a copy with the time in its name."),
      quiet: maybe.bool(false, "Give false rather than fail when there is no such file."),
      indent: maybe.bool(true, "Give the line the indentation of its neighbour."),
    },
    run: (args, context) => editFileLine(args, context),
  }),
  comment: fileFn({
    doc: "Makes comments of the lines that fit a pattern.",
    examples: ["salt '*' file.comment /etc/modules '^pcspkr'"],
    params: { path, regex, char, backup },
    run: (args) => commentLines({ ...args, char: args.char ?? "", isComment: true }),
  }),
  uncomment: fileFn({
    doc: "Takes the mark of a comment from the lines that fit a pattern.",
    examples: ["salt '*' file.uncomment /etc/hosts.deny 'ALL: PARANOID'"],
    params: { path, regex, char, backup },
    run: (args) => commentLines({ ...args, char: args.char ?? "", isComment: false }),
  }),
  comment_line: fileFn({
    doc: "Makes comments of the lines that fit a pattern, or takes the marks away.",
    examples: ["salt '*' file.comment_line /etc/modules '^pcspkr' cmnt=False"],
    params: { path, regex, char, cmnt: maybe.bool(true, "Make comments; false takes marks away."), backup },
    run: (args) => commentLines({ ...args, char: args.char ?? "", isComment: args.cmnt }),
  }),
};

/** The parts of a replacement that a search does not have. */
const SEARCH = {
  repl: "",
  count: 0,
  append_if_not_found: false,
  prepend_if_not_found: false,
  not_found_content: null,
  backup: false,
  dry_run: true,
  search_only: true,
  show_changes: false,
  preserve_inode: true,
  backslash_literal: false,
  encoding: null,
};

function withMultiline(flags: Value): Value {
  if (isInt(flags)) return Number(flags) | MULTILINE;
  return [...(isList(flags) ? flags : [flags]), "MULTILINE"];
}

const MULTILINE = 8;
