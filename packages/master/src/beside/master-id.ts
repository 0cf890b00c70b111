/**
 * What the master itself is called among minions.
 */
import { hostname } from "node:os";
import type { Dict } from "@salt/core";
import { getString } from "@salt/core";

/** The id that the master has in its own jobs and pillar: that of its configuration, or Salt's `<host>_master`. */
export function masterId(opts: Dict): string {
  return getString(opts, "id") ?? `${hostname()}_master`;
}
