/**
 * Tokens as runners see them: the master makes them, and anyone who may change its files removes them.
 */
import { requestToken } from "@salt/client";
import type { Logger, MasterConfig, TokenControl } from "@salt/core";
import { systemClock } from "@salt/core";
import { TokenStore } from "../eauth/token-store.js";

/** What is needed of a session. */
export interface TokenControlParts {
  readonly config: MasterConfig;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** The tokens of a configuration's master. */
export function tokenControl({ config, log, signal }: TokenControlParts): TokenControl {
  return {
    make: (fields) => requestToken(config, fields, signal),
    remove: (name) => new TokenStore(config, systemClock, log).remove(name),
  };
}
