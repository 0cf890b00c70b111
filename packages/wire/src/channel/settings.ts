/**
 * Socket options as real masters and minions set them; transport facts, not tastes.
 */

/** TCP keepalive of a minion's sockets; -1 leaves a value to the system, times are in seconds. */
export interface TcpKeepalive {
  readonly tcpKeepalive?: number;
  readonly tcpKeepaliveIdle?: number;
  readonly tcpKeepaliveCount?: number;
  readonly tcpKeepaliveInterval?: number;
}

/** The minion's defaults. */
export const MINION_KEEPALIVE: Required<TcpKeepalive> = {
  tcpKeepalive: 1,
  tcpKeepaliveIdle: 300,
  tcpKeepaliveCount: -1,
  tcpKeepaliveInterval: -1,
};

/** Heartbeats of ZMTP; the other side's library answers by itself. Milliseconds. */
export const HEARTBEAT = { heartbeatInterval: 10_000, heartbeatTimeout: 30_000 } as const;

/** How long a master's sockets go on sending after they were closed, in milliseconds. */
export const MASTER_LINGER_MS = 1000;
