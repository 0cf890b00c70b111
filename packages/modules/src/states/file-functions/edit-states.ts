/**
 * `file.replace`, `file.line`, `file.blockreplace`.
 */
import { callDirectly, errorText, isTrial, maybe, needed, pythonStr } from "@salt/core";
import { accumulatorsOf } from "./accumulators.js";
import { failed, fileState, pathOf, StateFault } from "./answer.js";
import { managedStates } from "./managed-states.js";
import { sourceTexts, templateParams } from "./source-texts.js";
import { editAnswer, requireTarget, targetFault } from "./target-file.js";

const name = needed.str("The file.");
const showChanges = maybe.bool(true, "Give the difference rather than that there is one.");
const backup = maybe.any(".bak", "What the name of a copy of the old file ends with; false makes none.");

export const editStates = {
  replace: fileState({
    doc: "Replaces what fits a regular expression in a file.",
    params: {
      name,
      pattern: needed.any("A regular expression of Python."),
      repl: needed.any("What to put there; `\\1` stands for a group."),
      count: maybe.any(0, "How many to replace; all when 0."),
      flags: maybe.any(8, "Flags of the expression, by name or number; MULTILINE alone when not given."),
      bufsize: maybe.any(1, "Has no meaning here: the file is always read as a whole."),
      append_if_not_found: maybe.bool(false, "Add the text as a last line where nothing fits."),
      prepend_if_not_found: maybe.bool(false, "Add the text as a first line where nothing fits."),
      not_found_content: maybe.any(null, "What to add then, in place of `repl`."),
      backup,
      show_changes: showChanges,
      ignore_if_missing: maybe.bool(false, "Be content when there is no such file."),
      backslash_literal: maybe.bool(false, "Take backslashes in `repl` as they are."),
      encoding: maybe.any(null, "The encoding of the file; bytes are compared when not given."),
    },
    run: async (args, context) => {
      const path = pathOf(args.name, "replace");
      const fault = targetFault(path);
      if (fault !== undefined && !(args.ignore_if_missing && fault.includes("file not found")))
        throw new StateFault(path, fault);
      if (fault !== undefined) return editAnswer(path, "", "", context);
      const { name: _name, pattern, repl, ...options } = args;
      const dry = { dry_run: isTrial(context) };
      const diff = await context.call("file.replace", [path, pattern, repl], { ...options, ...dry });
      return editAnswer(path, diff, "Changes would have been made", context);
    },
  }),
  line: fileState({
    doc: "Inserts, replaces, deletes or ensures one line of a file.",
    params: {
      name,
      content: maybe.any(null, "The line."),
      match: maybe.any(null, "Which line to replace or delete, as a text or regular expression."),
      mode: maybe.str(null, "One of insert, replace, delete and ensure."),
      location: maybe.any(null, "Where to insert: `start` or `end`."),
      before: maybe.any(null, "Which line is to follow."),
      after: maybe.any(null, "Which line is to come before."),
      show_changes: showChanges,
      backup: maybe.bool(false, "Keep a copy with the time in its name."),
      quiet: maybe.bool(false, "Be content when there is no such file."),
      indent: maybe.bool(true, "Give the line the indentation of its neighbour."),
      create: maybe.bool(false, "Make an empty file where there is none."),
      user: maybe.any(null, "Who is to own the file."),
      group: maybe.any(null, "The group that is to own it."),
      file_mode: maybe.any(null, "The permissions of the file."),
    },
    run: async (args, context) => {
      const path = pathOf(args.name, "line");
      const { create, user, group, file_mode, name: _name, content, ...options } = args;
      const facts = { name: path, create, user, group, mode: file_mode, replace: false };
      const managed = new Map(Object.entries(facts));
      await callDirectly("file.managed", managedStates.managed, [], managed, context);
      requireTarget(path);
      const mode = args.mode?.toLowerCase() ?? null;
      if (mode === null) return failed(path, "Mode was not defined. How to process the file?");
      if (mode !== "delete" && content === null)
        return failed(path, "Content can only be empty if mode is ['delete']");
      const diff = await context.call("file.line", [path, content], { ...options, mode });
      return editAnswer(path, diff, "Changes would be made", context);
    },
  }),
  blockreplace: fileState({
    doc: "Replaces what stands between two marks in a file.",
    params: {
      name,
      marker_start: maybe.any("#-- start managed zone --", "A text in the line before the block."),
      marker_end: maybe.any("#-- end managed zone --", "A text in the line after the block."),
      ...templateParams,
      content: maybe.str("", "What is to stand between them."),
      append_if_not_found: maybe.bool(false, "Add marks and content at the end where there are none."),
      prepend_if_not_found: maybe.bool(false, "Add marks and content at the start where there are none."),
      backup,
      show_changes: showChanges,
      append_newline: maybe.any(null, "End the content with a newline; null: where it has none."),
      insert_before_match: maybe.any(null, "Add them before the first line that fits this expression."),
      insert_after_match: maybe.any(null, "Add them after the first line that fits this expression."),
    },
    run: async (args, context) => {
      const path = pathOf(args.name, "blockreplace");
      const texts = await sourceTexts(path, args, context, () => requireTarget(path));
      const id = context.chunk?.low.get("__id__") ?? null;
      const gathered = accumulatorsOf(context).textsFor(path, id).map(pythonStr);
      const content = [...(args.content ? [args.content] : []), ...gathered].join("\n");
      try {
        const diff = await context.call("file.blockreplace", [path, args.marker_start, args.marker_end], {
          content: content + (texts ?? []).join(""),
          append_if_not_found: args.append_if_not_found,
          prepend_if_not_found: args.prepend_if_not_found,
          insert_before_match: args.insert_before_match,
          insert_after_match: args.insert_after_match,
          backup: args.backup,
          dry_run: isTrial(context),
          show_changes: args.show_changes,
          append_newline: args.append_newline,
        });
        return editAnswer(path, diff, "Changes would be made", context);
      } catch (error) {
        const reason = errorText(error);
        return failed(path, `Encountered error managing block: ${reason}. See the log for details.`);
      }
    },
  }),
};
