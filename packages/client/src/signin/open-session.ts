/**
 * Opening a session from a minion's configuration.
 */
import type { Clock, Dict, Logger } from "@salt/core";
import { isList, sleep } from "@salt/core";
import type { RequestClient, TcpKeepalive } from "@salt/wire";
import { openRequestClient } from "@salt/wire";
import { between } from "./back-off.js";
import type { SignInConfig } from "./config.js";
import type { MasterAddress } from "./master-address.js";
import { addressText, parseMasters, shuffled } from "./master-address.js";
import { MasterSession } from "./master-session.js";
import { MinionKeys } from "./minion-keys.js";
import { signIn } from "./sign-in.js";

/** What a session is opened with. */
export interface OpenSessionOptions {
  readonly config: SignInConfig;
  readonly id: string;
  /** Grains for `autosign_grains`; none when absent. */
  readonly grains?: () => Dict;
  /** Instead of the option `master`: one of its addresses. */
  readonly masters?: readonly MasterAddress[];
  /** Rounds over all masters before giving up, instead of `master_tries`; -1 is for ever. */
  readonly rounds?: number;
  readonly log: Logger;
  /** Ends waiting for a master. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

/** The option `master` as addresses, shuffled when `random_master` says so. Throws ConfigError. */
export function mastersOf(
  config: Pick<SignInConfig, "master" | "master_port" | "random_master">,
): readonly MasterAddress[] {
  const masters = parseMasters(config.master, config.master_port);
  return config.random_master && isList(config.master) ? shuffled(masters) : masters;
}

/**
 * Reads or makes the minion's keys, signs in and gives the session. Throws ConfigError, KeyError, KeyRejectedError,
 * FingerprintError, NoMasterError.
 */
export async function openMasterSession(options: OpenSessionOptions): Promise<MasterSession> {
  const { config, id, log, signal } = options;
  const masters = options.masters ?? mastersOf(config);
  const keys = await MinionKeys.open(config);
  const connect = (master: MasterAddress): RequestClient => connectTo(master, config);
  return await MasterSession.open({
    id,
    keys,
    config,
    log,
    connect,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    signIn: async (again) => {
      const channels = new Channels(connect);
      try {
        return await signIn({
          id,
          keys,
          config,
          masters,
          grains: options.grains ?? (() => new Map()),
          exchange: (master, body, timeoutMs) => channels.to(master).request(body, { timeoutMs, signal }),
          rounds: again ? -1 : (options.rounds ?? config.master_tries),
          pause: (ms, end) => sleep(again ? ms + between(0, config.random_reauth_delay * 1000) : ms, end),
          log,
          signal,
        });
      } finally {
        channels.close();
      }
    },
  });
}

/** The channels of one sign-in: a socket for every master that was asked. */
class Channels {
  readonly #connect: (master: MasterAddress) => RequestClient;
  readonly #open = new Map<string, RequestClient>();

  constructor(connect: (master: MasterAddress) => RequestClient) {
    this.#connect = connect;
  }

  to(master: MasterAddress): RequestClient {
    const name = addressText(master);
    const client = this.#open.get(name) ?? this.#connect(master);
    this.#open.set(name, client);
    return client;
  }

  close(): void {
    for (const client of this.#open.values()) client.close();
  }
}

function connectTo(master: MasterAddress, config: SignInConfig): RequestClient {
  return openRequestClient({
    address: master.host,
    port: master.port,
    ipv6: config.ipv6,
    keepalive: keepaliveOf(config),
  });
}

/** The TCP keepalive of a minion's sockets. */
export function keepaliveOf(
  config: Pick<
    SignInConfig,
    "tcp_keepalive" | "tcp_keepalive_idle" | "tcp_keepalive_cnt" | "tcp_keepalive_intvl"
  >,
): TcpKeepalive {
  return {
    tcpKeepalive: config.tcp_keepalive ? 1 : 0,
    tcpKeepaliveIdle: config.tcp_keepalive_idle,
    tcpKeepaliveCount: config.tcp_keepalive_cnt,
    tcpKeepaliveInterval: config.tcp_keepalive_intvl,
  };
}
