/**
 * Removing packages: what nobody has changed goes, what somebody changed stays.
 */
import { SpmError } from "./errors.js";
import type { TransactionParts } from "./transaction/transaction.js";
import { perform } from "./transaction/transaction.js";

/** What removing needs. */
export interface RemovalParts extends TransactionParts {
  /** Tells which package is next. */
  readonly removing: (name: string) => void;
  readonly verbose: (text: string) => void;
  /** Tells that a file stays. */
  readonly kept: (path: string) => void;
}

/** What goes with a package. */
interface Going {
  readonly files: { path: string; sum: string }[];
  readonly directories: string[];
}

/** Removes installed packages, all or none. Throws SpmError when one of them is not installed. */
export async function remove(names: readonly string[], parts: RemovalParts): Promise<void> {
  const going = [...new Set(names)].map((name) => goingWith(name, parts));
  const removeDirectories = going
    .flatMap(({ directories }) => directories)
    .sort()
    .reverse();
  for (const path of removeDirectories) parts.verbose(`Removing directory ${path}`);
  const change = {
    makeDirectories: [],
    place: [],
    removeFiles: going.flatMap(({ files }) => files),
    removeDirectories,
    directories: [],
    record: { remove: [...new Set(names)], add: [] },
  };
  await perform(parts, change, async () => {});
}

function goingWith(name: string, { db, files, removing, verbose, kept }: RemovalParts): Going {
  removing(name);
  const rows = db.files(name);
  if (rows === undefined) throw new SpmError("package", `Package ${name} not installed`, { isSalts: true });
  const going: Going = { files: [], directories: [] };
  for (const { path, sum } of rows) {
    const kind = files.kind(path);
    if (kind === "directory") going.directories.push(path);
    else if (kind === "file" || kind === "symlink") {
      const isUnchanged = files.hash(path) === sum;
      verbose(`${isUnchanged ? "Removing" : "Not removing"} file ${path}`);
      if (isUnchanged) going.files.push({ path, sum });
      else kept(path);
    }
  }
  return going;
}
