/**
 * How programs say which master they mean.
 */
import type { Logger, MasterConfig } from "@salt/core";
import { loadConfig, masterOptions, nullLogger } from "@salt/core";
import type { ExternalLogin } from "../local/external-login.js";
import { currentAccount } from "../local/local-key.js";

/** Which master a client is for, and as whom it speaks. */
export interface ClientOptions {
  /** The file of the master's configuration; /etc/salt/master unless given. */
  readonly configFile?: string;
  /** The name presented to the master; the account of the program unless given. */
  readonly user?: string;
  /** A token, or a name and a password for a system of `external_auth`; the key of the account unless given. */
  readonly login?: ExternalLogin | undefined;
  readonly log?: Logger;
  /** Gives up everything that the client does. */
  readonly signal?: AbortSignal;
}

/** How one call waits. */
export interface CallOptions {
  /** Gives this call up: it then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** The options with everything filled in. */
export interface ResolvedOptions {
  readonly config: MasterConfig;
  readonly configFile: string;
  readonly user: string;
  readonly login: ExternalLogin | undefined;
  readonly log: Logger;
  readonly signal: AbortSignal | undefined;
}

/** Reads the configuration. Throws ConfigError. */
export function resolveOptions(options: ClientOptions): ResolvedOptions {
  const {
    configFile = "/etc/salt/master",
    user = currentAccount(),
    log = nullLogger,
    login,
    signal,
  } = options;
  const { config } = loadConfig(masterOptions, { file: configFile });
  return { config, configFile, user, login, log, signal };
}

/** Does work that an aborted signal rejects; what has begun by then goes on unheard. */
export async function abortable<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await work();
  signal.throwIfAborted();
  let giveUp = (): void => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    giveUp = () => reject(signal.reason);
    signal.addEventListener("abort", giveUp, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

/** The signals of a client and of a call as one. */
export function eitherSignal(
  ours: AbortSignal | undefined,
  theirs: AbortSignal | undefined,
): AbortSignal | undefined {
  if (ours === undefined || theirs === undefined) return ours ?? theirs;
  return AbortSignal.any([ours, theirs]);
}
