/**
 * Addresses of the two ports in ZeroMQ's form, and the errors of channels.
 */
import type { SaltErrorOptions } from "@salt/core";
import { SaltError } from "@salt/core";

/** What went wrong with a channel; the code tells programs, the message people. */
export type ChannelErrorCode =
  | "CHANNEL_ADDRESS"
  | "CHANNEL_BIND"
  | "CHANNEL_BUSY"
  | "CHANNEL_CLOSED"
  | "CHANNEL_ABORTED";

/** A channel cannot be opened, is full, or was closed before it was done. */
export class ChannelError extends SaltError {
  constructor(code: ChannelErrorCode, message: string, options: SaltErrorOptions = {}) {
    super(code, message, options);
  }
}

/** A place to bind or connect to. */
export interface Endpoint {
  /** Host name or address; IPv6 addresses without brackets. */
  readonly address: string;
  /** 0 takes a free one when binding. */
  readonly port: number;
  /** Allows IPv6 for names; addresses with a colon imply it. */
  readonly ipv6?: boolean;
}

/** Whether a socket for this place needs the IPv6 option. */
export function needsIpv6({ address, ipv6 }: Endpoint): boolean {
  return ipv6 === true || address.includes(":");
}

/** The place as a URI. Throws ChannelError for what would be read as something else there. */
export function endpointUri({ address, port }: Endpoint): string {
  if (!/^[^\s;/[\]]+$/.test(address)) {
    throw new ChannelError("CHANNEL_ADDRESS", `${JSON.stringify(address)} is no host name or address`);
  }
  const host = address.includes(":") ? `[${address}]` : address;
  return `tcp://${host}:${port === 0 ? "*" : port}`;
}

/** The port at the end of a bound socket's URI. */
export function boundPort(uri: string | null): number {
  return Number(uri?.slice(uri.lastIndexOf(":") + 1) ?? 0);
}

/** Binds a socket; what the system refuses becomes a sentence that says what to do. */
export async function bindTo(
  socket: { bind(uri: string): Promise<void>; close(): void },
  endpoint: Endpoint,
): Promise<void> {
  const uri = endpointUri(endpoint);
  try {
    await socket.bind(uri);
  } catch (cause) {
    socket.close();
    throw bindError(uri, cause);
  }
}

/** The error for a place that cannot be bound to. */
export function bindError(uri: string, cause: unknown): ChannelError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
  const hint = BIND_HINTS[code] ?? "Is this an address of this machine?";
  return new ChannelError("CHANNEL_BIND", `${uri} cannot be bound (${code})`, {
    cause,
    hint,
    details: { uri, code },
  });
}

const BIND_HINTS: Readonly<Record<string, string>> = {
  EADDRINUSE: "Another program has this port: stop it, or choose another port.",
  EACCES: "This account may not bind to this port: ports below 1024 are for root.",
  EADDRNOTAVAIL: "This machine does not have this address: look at the option interface.",
};
