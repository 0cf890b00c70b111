/**
 * Who sends a command in clear from this machine, and what it may do.
 */
import type { Dict } from "@salt/core";
import { getDict, getString } from "@salt/core";
import type { Authority, PublisherAcl } from "../acl/publisher-acl.js";
import type { LogLimiter } from "../log-limiter.js";

/** A caller whose key is its own. */
export interface LocalCaller {
  readonly user: string;
  readonly authority: Authority;
}

/** Checks the credentials of a load; undefined when they are wrong or of a kind that is not served. */
export function localCaller(acl: PublisherAcl, load: Dict, limited: LogLimiter): LocalCaller | undefined {
  const kwargs = getDict(load, "kwargs") ?? load;
  const external = ["token", "eauth"].some((name) => kwargs.has(name) || load.has(name));
  const user = getString(load, "user");
  const authority = external ? undefined : acl.authorityOf({ key: getString(load, "key"), user });
  if (authority === undefined) {
    limited.warn({ external }, "A command in clear has wrong credentials");
    return undefined;
  }
  return { user: user ?? "root", authority };
}
