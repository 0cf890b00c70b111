/**
 * `status.diskusage`: room on mounted file systems.
 */
import { readFileSync, statfsSync } from "node:fs";
import type { Plain, Value } from "@salt/core";
import { matchGlob, pythonStr } from "@salt/core";

/** Bytes in all and available, by path: of given paths, and of mounts whose type a glob means; of all when none is given. */
export function diskUsage(wanted: readonly Value[]): Plain {
  const words = wanted.map(pythonStr);
  const types = words.length === 0 ? ["*"] : words.filter((word) => !word.startsWith("/"));
  const paths = new Set(words.filter((word) => word.startsWith("/")));
  for (const { path, type } of types.length === 0 ? [] : mounts()) {
    if (types.some((glob) => matchGlob(glob, type))) paths.add(path);
  }
  const usage: { [path: string]: Plain } = {};
  for (const path of paths) {
    const stats = statfsSync(path, { bigint: false });
    usage[path] = { available: stats.bavail * stats.bsize, total: stats.blocks * stats.bsize };
  }
  return usage;
}

function mounts(): readonly { readonly path: string; readonly type: string }[] {
  return readFileSync("/proc/mounts", "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, path, type] = line.split(" ");
      return path === undefined || type === undefined ? [] : [{ path: unescaped(path), type }];
    });
}

/** The kernel writes blanks in paths as octal numbers. */
function unescaped(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_whole, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
