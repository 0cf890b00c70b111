/**
 * Copies that the minion keeps of files before it changes them.
 */
import { copyFileSync, rmSync } from "node:fs";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { maybe, needed, pythonStr } from "@salt/core";
import type { FileBackup } from "./backup-file.js";
import { backupRoot, keepBackup, listBackups } from "./backup-file.js";
import { baseName, dirName, exists, expandUser } from "./paths.js";
import { fileFn, systemErrorText } from "./system-error.js";

const path = needed.str("The file.");
const backupId = needed.any("The number in the list of copies.");
const limit = maybe.any(null, "How many to give at most.");

const list = (name: string, doc: string) =>
  fileFn({
    doc,
    examples: [`salt '*' file.${name} /etc/motd`],
    params: { path, limit },
    run: (args, context) => numbered(backupsOf(args.path, context).slice(0, countOf(args.limit))),
  });

const remove = (name: string, doc: string) =>
  fileFn({
    doc,
    examples: [`salt '*' file.${name} /etc/motd 0`],
    params: { path, backup_id: backupId },
    run: (args, context) =>
      withBackup(args, context, ({ location }) =>
        attempt(() => rmSync(location), `Successfully removed ${location}`, `Unable to remove ${location}`),
      ),
  });

export const backupFunctions = {
  list_backups: list("list_backups", "The copies of a file that are kept, the newest first."),
  list_backup: list("list_backup", "The copies of a file that are kept: the same as list_backups."),
  list_backups_dir: fileFn({
    doc: "The copies that are kept of all files in a directory.",
    examples: ["salt '*' file.list_backups_dir /etc/"],
    params: { path: needed.str("The directory, with a slash at the end."), limit },
    run: (args, context): Plain => {
      const found = listBackups(dirName(expandUser(args.path)), backupRoot(context));
      const names = [...new Set(found.map(({ name }) => name))].sort();
      return Object.fromEntries(
        names.map((name) => [
          name,
          numbered(found.filter((backup) => backup.name === name).slice(0, countOf(args.limit))),
        ]),
      );
    },
  }),
  restore_backup: fileFn({
    doc: "Puts a kept copy in the place of a file, of which a copy is kept first.",
    examples: ["salt '*' file.restore_backup /etc/motd 0"],
    params: { path, backup_id: backupId },
    run: (args, context) =>
      withBackup(args, context, ({ location }) => {
        const file = expandUser(args.path);
        if (exists(file)) keepBackup(file, backupRoot(context));
        return attempt(
          () => copyFileSync(location, file),
          `Successfully restored ${location} to ${file}`,
          `Unable to restore ${location} to ${file}`,
        );
      }),
  }),
  delete_backup: remove("delete_backup", "Deletes a kept copy of a file."),
  remove_backup: remove("remove_backup", "Deletes a kept copy of a file: the same as delete_backup."),
};

function backupsOf(given: string, context: ExecutionContext): readonly FileBackup[] {
  const file = expandUser(given);
  const found = listBackups(dirName(file), backupRoot(context));
  return found.filter(({ name }) => name === baseName(file));
}

/** Copies by number: their keys are numbers, as in Salt. */
function numbered(backups: readonly FileBackup[]): ReadonlyMap<Value, Plain> {
  return new Map(
    backups.map(({ time, size, location }, at): [Value, Plain] => [
      at,
      { "Backup Time": time, Size: size, Location: location },
    ]),
  );
}

function countOf(given: Value): number | undefined {
  return given !== null && /^-?\d+$/.test(pythonStr(given)) ? Number(given) : undefined;
}

function withBackup(
  args: { readonly path: string; readonly backup_id: Value },
  context: ExecutionContext,
  use: (backup: FileBackup) => Plain,
): Plain {
  const id = pythonStr(args.backup_id);
  if (!/^-?(?:0|[1-9]\d*)$/.test(id)) return { result: false, comment: `Invalid backup_id '${id}'` };
  const backup = backupsOf(args.path, context)[Number(id)];
  const comment = `backup_id '${id}' does not exist for ${expandUser(args.path)}`;
  return backup === undefined ? { result: false, comment } : use(backup);
}

function attempt(work: () => void, success: string, failure: string): Plain {
  try {
    work();
    return { result: true, comment: success };
  } catch (error) {
    return { result: false, comment: `${failure}: ${systemErrorText(error)}` };
  }
}
