/**
 * States of trees of files that rsync copies.
 */
import { existsSync, mkdirSync } from "node:fs";
import type { Value } from "@salt/core";
import { get, isTrial, isTruthy, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { findProgram } from "../execution/cmd/programs.js";
import { changed, failed, pending, unchanged } from "./answer/answer.js";

export const rsync = stateModule("rsync", {
  doc: "States of trees of files that rsync copies.",
  available: () => findProgram("rsync") !== undefined || "Command not found: rsync",
  functions: {
    synchronized: stateFn({
      doc: "Makes a directory be a copy of another one, or of one on another machine.",
      params: {
        name: needed.str("The directory."),
        source: needed.any("What to copy."),
        delete: maybe.bool(false, "Delete what is not in the source."),
        force: maybe.bool(false, "Delete directories that are in the way, even when they are not empty."),
        update: maybe.bool(false, "Leave what is newer in the destination."),
        passwordfile: maybe.any(null, "A file with the password."),
        exclude: maybe.any(null, "A pattern, or a list of them, to leave out."),
        excludefrom: maybe.any(null, "A file with patterns to leave out."),
        prepare: maybe.bool(false, "Make the directory when it is not there."),
        dryrun: maybe.bool(false, "Only say what would be done."),
        additional_opts: maybe.any(null, "Further options of rsync, a list."),
      },
      run: async ({ name, source, prepare, ...options }, context) => {
        if (!existsSync(name)) {
          if (!options.force && !prepare) return failed(name, `Destination directory ${name} was not found.`);
          // Salt makes the directory in a trial, too; here a trial leaves no trace.
          if (prepare && !isTrial(context)) mkdirSync(name, { recursive: true });
        }
        const dryrun = options.dryrun || isTrial(context);
        const told = await context.call("rsync.rsync", [source, name], { ...options, dryrun });
        const output = textOf(told, "stdout");
        if (dryrun) return pending(name, summary(output));
        if (isTruthy(get(told, "retcode") ?? 0)) return failed(name, textOf(told, "stderr"));
        const { copied, deleted } = changesOf(output);
        if (copied === NOTHING && deleted === NOTHING) return unchanged(name, summary(output));
        return changed(name, summary(output), { copied, deleted });
      },
    }),
  },
});

const NOTHING = "N/A";

function textOf(told: Value, name: string): string {
  return pythonStr(get(told, name) ?? "");
}

/** The last paragraph of what rsync says, one item a line. */
function summary(output: string): string {
  const items = (output.split("\n\n").at(-1) ?? "").replaceAll("  ", "\n").split("\n");
  return `- ${items.filter((item) => item !== "").join("\n- ")}`;
}

/** What was copied and deleted: the first paragraph, its headline left out. */
function changesOf(output: string): { readonly copied: string; readonly deleted: string } {
  const lines = (output.split("\n\n")[0] ?? "").split("\n").slice(1);
  const isDeletion = (line: string): boolean => line.startsWith("deleting ");
  const deleted = lines.filter(isDeletion).map((line) => line.slice("deleting ".length));
  const copied = lines.filter((line) => !isDeletion(line));
  return { copied: copied.sort().join("\n") || NOTHING, deleted: deleted.sort().join("\n") || NOTHING };
}
