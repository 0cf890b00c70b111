/**
 * `saltutil.clear_cache`: what can be fetched again.
 */
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Dict } from "@salt/core";
import { errorText, fn } from "@salt/core";
import { cacheFolder } from "../../files/file-places.js";

/** What the minion works with: jobs at work, returns on their way, and what it has seen of its masters. */
const KEPT: ReadonlySet<string> = new Set(["proc", "returns", "publication_serials"]);

/** `clear_cache`. */
export const cacheFunctions = {
  clear_cache: fn({
    doc: "Deletes the files in the minion's cache, but not its jobs at work; whether all could be deleted.",
    examples: ["salt '*' saltutil.clear_cache"],
    run: (_args, { opts, log }) => {
      try {
        clearCache(opts);
        return true;
      } catch (error) {
        log.error({ reason: errorText(error) }, "The cache could not be cleared");
        return false;
      }
    },
  }),
};

/** As real Salt does it, directories stay. */
function clearCache(opts: Dict): void {
  const root = cacheFolder(opts);
  if (statSync(root, { throwIfNoEntry: false }) === undefined) return;
  for (const top of readdirSync(root, { withFileTypes: true })) {
    const path = join(root, top.name);
    if (KEPT.has(top.name)) continue;
    if (!top.isDirectory()) rmSync(path, { force: true });
    else removeFiles(path);
  }
}

function removeFiles(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (!entry.isDirectory()) rmSync(join(entry.parentPath, entry.name), { force: true });
}
