/**
 * External authentication, put together; what it is told to use and cannot is said at the start.
 */
import type { Clock, Dict, Logger, MasterConfig, PluginCatalog, Scope } from "@salt/core";
import { isDict, sleep } from "@salt/core";
import type { EventSink } from "../events/event-hub.js";
import type { LogLimiter } from "../log-limiter.js";
import { Attempts } from "./attempts.js";
import { AuthSystems } from "./auth-systems.js";
import { ExternalAuth } from "./external-auth.js";
import { TokenStore } from "./token-store.js";

/** What it is made of. */
export interface ExternalAuthOptions {
  readonly config: MasterConfig;
  readonly opts: Dict;
  readonly plugins: PluginCatalog;
  readonly events: EventSink;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limited: LogLimiter;
  readonly scope: Scope;
}

/** External authentication and the tokens it keeps. */
export interface OpenExternalAuth {
  readonly external: ExternalAuth;
  readonly tokens: TokenStore;
}

/** Opens it, and looks whether all systems of the configuration can be used. */
export async function openExternalAuth(options: ExternalAuthOptions): Promise<OpenExternalAuth> {
  const { config, clock, log, limited, scope } = options;
  const { signal } = scope;
  const systems = scope.use(new AuthSystems({ ...options, signal }));
  const tokens = new TokenStore(config, clock, log);
  const pause = (ms: number): Promise<void> => sleep(ms, signal);
  const attempts = new Attempts({ perMinute: config.auth_attempts_per_minute, clock, pause });
  for (const [system, rows] of config.external_auth) {
    const fault = isDict(rows) ? await systems.fault(String(system)) : "it has no map of users";
    if (fault !== undefined) log.error({ system, fault }, "A system of external_auth cannot be used");
  }
  return { external: new ExternalAuth({ config, systems, tokens, attempts, clock, limited }), tokens };
}
