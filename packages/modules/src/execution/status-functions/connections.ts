/**
 * Network connections: to masters.
 */
import { lookup } from "node:dns/promises";
import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";

const ESTABLISHED = "01";

/** Addresses that this machine has a connection to on a port, from the kernel's tables. */
export function connectedAddresses(port: number): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    if (!existsSync(path)) continue;
    for (const line of readFileSync(path, "latin1").split("\n").slice(1)) {
      const [, , remote = "", state] = line.trim().split(/\s+/);
      const [address = "", remotePort = ""] = remote.split(":");
      if (state === ESTABLISHED && Number.parseInt(remotePort, 16) === port) found.add(addressOf(address));
    }
  }
  return found;
}

/** A connection of TCP: both ends. */
export interface Connection {
  readonly local_addr: string;
  readonly local_port: number;
  readonly remote_addr: string;
  readonly remote_port: number;
}

/** The connections of TCP that are open, from the kernel's tables. */
export function establishedConnections(): readonly Connection[] {
  const lines = ["/proc/net/tcp", "/proc/net/tcp6"]
    .filter((path) => existsSync(path))
    .flatMap((path) => readFileSync(path, "latin1").split("\n").slice(1));
  return lines.flatMap((line) => {
    const [, local = "", remote = "", state] = line.trim().split(/\s+/);
    if (state !== ESTABLISHED) return [];
    const [near = "", nearPort = ""] = local.split(":");
    const [far = "", farPort = ""] = remote.split(":");
    return {
      local_addr: addressOf(near),
      local_port: Number.parseInt(nearPort, 16),
      remote_addr: addressOf(far),
      remote_port: Number.parseInt(farPort, 16),
    };
  });
}

/** The kernel prints addresses in words of the machine's byte order. */
function addressOf(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) =>
    (word.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)),
  );
  if (bytes.length === 4) return bytes.join(".");
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (isMapped) return bytes.slice(12).join(".");
  const groups = Array.from({ length: 8 }, (_, at) =>
    (((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0)).toString(16),
  );
  return groups.join(":");
}

/** The addresses of a host name or address; none when it has none. */
export async function addressesOf(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

/** Whether a port takes connections within a time. */
export function takesConnections(host: string, port: number, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
}
