/**
 * Releases that updates have left behind: the newest stay, for a way back, and the rest makes room.
 */
import { readdirSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { versionIn } from "./installation.js";

/**
 * Removes all but the `keep` releases that were installed last, and gives the versions that are gone, oldest first.
 * `spared` versions stay and count, and so does a release that a process still runs from, such as a master that has
 * not been restarted. What does not say that it is the release of its folder's name is not touched.
 */
export function removeOldReleases(
  prefix: string,
  keep: number,
  spared: readonly string[],
  running: readonly string[] = programsRunning(),
): readonly string[] {
  const isUsed = (version: string): boolean =>
    spared.includes(version) || running.some((path) => path.startsWith(join(prefix, version) + sep));
  const newestFirst = releasesIn(prefix).sort((a, b) => b.installed - a.installed);
  const used = newestFirst.filter(({ version }) => isUsed(version));
  const unused = newestFirst.filter(({ version }) => !isUsed(version));
  const gone = unused.slice(Math.max(0, keep - used.length)).map(({ version }) => version);
  for (const version of gone) rmSync(join(prefix, version), { recursive: true, force: true });
  return gone.reverse();
}

/** The releases below a prefix, with the time at which each came there, in ms. */
function releasesIn(prefix: string): { readonly version: string; readonly installed: number }[] {
  return readdirSync(prefix, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && saysItIs(join(prefix, entry.name), entry.name))
    .map(({ name }) => ({ version: name, installed: statSync(join(prefix, name)).mtimeMs }));
}

function saysItIs(release: string, version: string): boolean {
  try {
    return versionIn(release) === version;
  } catch {
    return false;
  }
}

/** The programs and first script of every process: a Node from elsewhere may run a release's bundle too. */
function programsRunning(): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const words = readFileSync(join("/proc", pid, "cmdline"), "utf8").split("\0");
        return [readlinkSync(join("/proc", pid, "exe")), ...words];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
}
