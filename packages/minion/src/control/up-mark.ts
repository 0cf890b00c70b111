/**
 * Tells an update of this minion that the new version has signed in: docs/self-update.md.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "@salt/core";
import { errorText, VERSION, writeFileAtomic } from "@salt/core";

/** Writes the version to `<cachedir>/update/up`, where an update has made that directory. */
export function markUp(cachedir: string, log: Logger): void {
  const folder = join(cachedir, "update");
  if (!existsSync(folder)) return;
  try {
    writeFileAtomic(join(folder, "up"), `${VERSION}\n`, { mode: 0o600 });
  } catch (error) {
    log.warn({ reason: errorText(error) }, "An update cannot be told that this minion is up");
  }
}
