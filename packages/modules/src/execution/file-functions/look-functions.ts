/**
 * Finding files, open files, and differences of files.
 */
import type { Dict, Value } from "@salt/core";
import { maybe, needed } from "@salt/core";
import { givenKeywords } from "../../values/keywords.js";
import { diffFiles } from "./diff-files.js";
import { findFiles } from "./find-files.js";
import { openFiles } from "./open-files.js";
import { fileFn } from "./system-error.js";

export const lookFunctions = {
  find: fileFn({
    doc: [
      "Files below a path that fit criteria: name, iname, regex, iregex, type, owner, group, size, mtime, grep.",
      "Gives what `print` names: path, name, size, type, mode, mtime, user, group, md5; or deletes them, or runs `exec`.",
    ].join(" "),
    examples: [
      "salt '*' file.find / type=f name='*.bak' size=+10m",
      "salt '*' file.find /var mtime=+30d size=+10m print=path,size,mtime",
      "salt '*' file.find /var/log name='*.[0-9]' mtime=+30d size=+10m delete=f",
    ],
    params: { path: needed.str("Where to look; may be a pattern.") },
    varargs: "args",
    varkw: "kwargs",
    run: ({ path }, context, { args, kwargs }) => findFiles(path, optionsOf(args, kwargs), context),
  }),
  open_files: fileFn({
    doc: "The files that processes have open, with the ids of the processes.",
    examples: ["salt '*' file.open_files", "salt '*' file.open_files by_pid=True"],
    params: { by_pid: maybe.bool(false, "Give the files for each process.") },
    run: (args) => openFiles(args.by_pid),
  }),
  get_diff: fileFn({
    doc: "The differences of two files, which may be on the master, in the unified format.",
    examples: ["salt '*' file.get_diff /home/fred/.vimrc salt://users/fred/.vimrc"],
    params: {
      file1: needed.str("The one file."),
      file2: needed.str("The other file."),
      saltenv: maybe.str("base", "The environment of files on the master."),
      show_filenames: maybe.bool(true, "Name the files."),
      show_changes: maybe.bool(true, "Give the differences, not only that there are some."),
      template: maybe.bool(false, "The files are made of templates, which may be secret."),
      source_hash_file1: maybe.str(null, "The checksum of the one file."),
      source_hash_file2: maybe.str(null, "The checksum of the other file."),
    },
    run: (args, context) =>
      diffFiles(
        {
          files: [args.file1, args.file2],
          hashes: [args.source_hash_file1, args.source_hash_file2],
          saltenv: args.saltenv ?? "base",
          showNames: args.show_filenames,
          showChanges: args.show_changes,
          isTemplate: args.template,
        },
        context,
      ),
  }),
};

function optionsOf(args: readonly Value[], kwargs: ReadonlyMap<string, Value>): Dict {
  const options = givenKeywords(kwargs);
  if (args.includes("delete")) options.set("delete", "f");
  else if (args.includes("print")) options.set("print", "path");
  return options;
}
