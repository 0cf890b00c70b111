/**
 * Whether other accounts can get to what is theirs below the master's directories.
 */
import { statSync } from "node:fs";
import { dirname } from "node:path";
import type { Logger, MasterConfig } from "@salt/core";

/** The bit that lets others pass through a directory. */
const PASS = 0o001;

/** The directories above a path that other accounts cannot pass through. */
function closedAbove(path: string): readonly string[] {
  const closed: string[] = [];
  for (let dir = dirname(path); ; dir = dirname(dir)) {
    const stats = statSync(dir, { throwIfNoEntry: false });
    if (stats !== undefined && (stats.mode & PASS) === 0) closed.push(dir);
    if (dir === dirname(dir)) return closed;
  }
}

/** Says which directories keep other accounts from the bus and from their keys. */
export function tellClosed(
  { sock_dir, cachedir }: Pick<MasterConfig, "sock_dir" | "cachedir">,
  log: Logger,
): void {
  for (const directory of new Set([...closedAbove(sock_dir), ...closedAbove(cachedir)])) {
    log.warn(
      { directory },
      "Other accounts cannot pass through a directory: only root can use this master (chmod o+x)",
    );
  }
}
