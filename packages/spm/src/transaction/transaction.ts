/**
 * Changes of installed files: wholly or not at all, also when spm is killed in the middle.
 */
import type { Logger } from "@salt/core";
import type { PkgDb } from "../providers/pkgdb.js";
import type { PkgFiles } from "../providers/pkgfiles.js";
import type { Change, Journal } from "./journal.js";

/** What a transaction works on. */
export interface TransactionParts {
  readonly journal: Journal;
  readonly files: PkgFiles;
  readonly db: PkgDb;
  readonly log: Logger;
}

/**
 * Does a change. `fill` writes the temporary files; when it fails, everything is taken back and its error is thrown.
 * From the moment at which all of them are written, the change will be done, by this run or the next.
 */
export async function perform(
  parts: TransactionParts,
  change: Omit<Change, "phase">,
  fill: () => Promise<void>,
): Promise<void> {
  const { journal, files } = parts;
  journal.write({ ...change, phase: "prepare" });
  try {
    for (const path of change.makeDirectories) files.makeDirectory(path);
    await fill();
    journal.write({ ...change, phase: "commit" });
  } catch (error) {
    takeBack(parts, change);
    throw error;
  }
  finish(parts, change);
}

/** Ends what an interrupted run began: takes it back or finishes it. */
export function recover(parts: TransactionParts): void {
  const { journal, log } = parts;
  if (!journal.isOpen) return;
  const change = journal.read();
  if (change.phase === "prepare") takeBack(parts, change);
  else finish(parts, change);
  log.warn({ phase: change.phase }, "An interrupted spm was found, and its work taken back or finished");
}

function takeBack({ files, journal }: TransactionParts, change: Omit<Change, "phase">): void {
  for (const { temporary } of change.place) files.remove(temporary);
  for (const path of change.makeDirectories.toReversed()) files.removeDirectory(path);
  journal.clear();
}

function finish({ files, db, journal }: TransactionParts, change: Omit<Change, "phase">): void {
  for (const { path, sum } of change.removeFiles) {
    const kind = files.kind(path);
    if ((kind === "file" || kind === "symlink") && files.hash(path) === sum) files.remove(path);
  }
  // A temporary file that is gone has its name already.
  for (const { temporary, path } of change.place)
    if (files.kind(temporary) !== undefined) files.rename(temporary, path);
  for (const { path, attributes } of change.directories)
    if (files.kind(path) === "directory") files.setAttributes(path, attributes);
  for (const path of change.removeDirectories)
    if (files.kind(path) === "directory") files.removeDirectory(path);
  db.apply(change.record);
  journal.clear();
}
