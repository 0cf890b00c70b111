/**
 * Who sends a command in clear from this machine, and what it may do.
 */
import type { Dict } from "@salt/core";
import { getDict, getString } from "@salt/core";
import type { Authority, PublisherAcl } from "../acl/publisher-acl.js";
import type { ExternalAuth } from "../eauth/external-auth.js";
import type { LogLimiter } from "../log-limiter.js";

/** What callers are known by. */
export interface CallerParts {
  readonly acl: PublisherAcl;
  readonly external: Pick<ExternalAuth, "identify">;
  readonly limited: LogLimiter;
}

/** How a caller proves who it is: a token, an external system, or the key of its account. */
export type ProofKind = "token" | "eauth" | "user";

/** A caller that has proven who it is. */
export interface LocalCaller {
  readonly user: string;
  readonly authority: Authority;
}

/** Which proof a load has; a token goes before a system, and that before a key. */
export function proofOf(load: Dict): ProofKind {
  const has = (name: string): boolean => load.has(name) || getDict(load, "kwargs")?.has(name) === true;
  return has("token") ? "token" : has("eauth") ? "eauth" : "user";
}

/** Checks the credentials of a load; undefined when they are wrong. */
export async function localCaller(parts: CallerParts, load: Dict): Promise<LocalCaller | undefined> {
  const kind = proofOf(load);
  const caller = kind === "user" ? byKey(parts.acl, load) : await byExternal(parts, load, kind);
  if (caller === undefined) parts.limited.warn({ kind }, "A command in clear has wrong credentials");
  return caller;
}

function byKey(acl: PublisherAcl, load: Dict): LocalCaller | undefined {
  const user = getString(load, "user");
  const authority = acl.authorityOf({ key: getString(load, "key"), user });
  return authority === undefined ? undefined : { user: user ?? "root", authority };
}

/** A key that comes along counts for nothing: who names a system is that system's user and nobody else. */
async function byExternal(
  { external }: CallerParts,
  load: Dict,
  kind: "token" | "eauth",
): Promise<LocalCaller | undefined> {
  const kwargs = getDict(load, "kwargs");
  const user = await external.identify(kwargs?.has(kind) === true ? kwargs : load);
  return user === undefined
    ? undefined
    : { user: user.name, authority: { kind: "rules", rules: user.rules } };
}
