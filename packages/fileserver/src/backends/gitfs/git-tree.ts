/**
 * The files of one commit.
 */
import { posix } from "node:path";

/** An entry of a tree that is not a directory. */
export interface TreeEntry {
  readonly kind: "file" | "executable" | "link";
  /** Names the content. */
  readonly oid: string;
  readonly size: number;
}

/** Files of a commit by path. */
export type CommitTree = ReadonlyMap<string, TreeEntry>;

const KINDS: ReadonlyMap<string, TreeEntry["kind"]> = new Map([
  ["100644", "file"],
  ["100664", "file"],
  ["100755", "executable"],
  ["120000", "link"],
]);

/** Arguments that list a commit. */
export function listArguments(commit: string): readonly string[] {
  return ["ls-tree", "-r", "-z", "-l", "--full-tree", commit];
}

/** Reads what git lists: `mode SP type SP oid SP+ size TAB path NUL`. Submodules are left out. */
export function readTree(output: Buffer): CommitTree {
  const rows = output.toString().split("\0");
  return new Map(
    rows.flatMap((row) => {
      const tab = row.indexOf("\t");
      const [mode = "", , oid = "", size = ""] = row.slice(0, tab).split(/ +/);
      const kind = KINDS.get(mode);
      const entry = kind === undefined ? undefined : { kind, oid, size: Number(size) };
      return entry === undefined ? [] : [[row.slice(tab + 1), entry] as const];
    }),
  );
}

/** Links that a path may go through. */
const MAX_LINKS = 8;

/** The file at a path, links inside the tree followed; undefined when there is none or a link leads out. */
export async function fileAt(
  tree: CommitTree,
  path: string,
  targetOf: (oid: string) => Promise<string>,
): Promise<TreeEntry | undefined> {
  let place = path;
  for (let links = 0; links <= MAX_LINKS; links++) {
    const entry = tree.get(place);
    if (entry === undefined || entry.kind !== "link") return entry;
    const target = await targetOf(entry.oid);
    if (target.startsWith("/")) return undefined;
    place = posix.join(posix.dirname(place), target);
    if (place.startsWith("../")) return undefined;
  }
  return undefined;
}

/** All directories that the paths lie in, sorted. */
export function directoriesOf(paths: Iterable<string>): readonly string[] {
  const found = new Set<string>();
  for (const path of paths) {
    for (let place = posix.dirname(path); place !== "." && !found.has(place); place = posix.dirname(place))
      found.add(place);
  }
  return [...found].sort();
}
