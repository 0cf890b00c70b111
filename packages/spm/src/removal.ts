/**
 * Removing packages: what nobody has changed goes, what somebody changed stays.
 */
import { SpmError } from "./errors.js";
import type { TransactionParts } from "./transaction/transaction.js";
import { perform } from "./transaction/transaction.js";

/** What removing needs. */
export interface RemovalParts extends TransactionParts {
  readonly verbose: (text: string) => void;
  /** Tells that a file stays. */
  readonly kept: (path: string) => void;
}

/** Removes an installed package. Throws SpmError when there is none of this name. */
export async function remove(name: string, parts: RemovalParts): Promise<void> {
  const { db, files, verbose } = parts;
  const rows = db.files(name);
  if (rows === undefined) throw new SpmError("package", `Package ${name} not installed`, { isSalts: true });
  const removeFiles: { path: string; sum: string }[] = [];
  const directories: string[] = [];
  for (const { path, sum } of rows) {
    const kind = files.kind(path);
    if (kind === "directory") directories.push(path);
    else if (kind === "file" || kind === "symlink") {
      const isUnchanged = files.hash(path) === sum;
      verbose(`${isUnchanged ? "Removing" : "Not removing"} file ${path}`);
      if (isUnchanged) removeFiles.push({ path, sum });
      else parts.kept(path);
    }
  }
  const removeDirectories = directories.sort().reverse();
  for (const path of removeDirectories) verbose(`Removing directory ${path}`);
  const record = { remove: [name], add: [] };
  await perform(
    parts,
    { makeDirectories: [], place: [], removeFiles, removeDirectories, directories: [], record },
    async () => {},
  );
}
