/**
 * Where the engine of Docker listens, as `docker.url` and DOCKER_HOST write it.
 */
import { CommandExecutionError } from "@salt/core";

/** A socket of the file system, or an address of the web. */
export type EnginePlace =
  | { readonly socketPath: string }
  | { readonly host: string; readonly port: number; readonly isTls: boolean };

/** Where an engine listens when nobody says anything else. */
export const DEFAULT_SOCKET = "/var/run/docker.sock";

/** Reads an address. Throws CommandExecutionError for ways that are not served, and for texts that are no address. */
export function enginePlace(text: string): EnginePlace {
  const address = text.trim();
  if (address === "" || address === "unix://") return { socketPath: DEFAULT_SOCKET };
  const scheme = /^([a-z+]+):\/\//i.exec(address)?.[1]?.toLowerCase() ?? "";
  if (scheme === "unix" || scheme === "http+unix") return { socketPath: socketPath(address) };
  if (scheme === "ssh" || scheme === "npipe")
    throw new CommandExecutionError(`docker.url ${address}: engines behind ${scheme}:// are not served here`);
  if (!["", "tcp", "http", "https"].includes(scheme))
    throw new CommandExecutionError(`Invalid bind address protocol: ${address}`);
  return webPlace(address, scheme);
}

function socketPath(address: string): string {
  const path = address.slice(address.indexOf("://") + 3);
  return path.startsWith("/") ? path : `/${path}`;
}

function webPlace(address: string, scheme: string): EnginePlace {
  const rest = scheme === "" ? address : address.slice(scheme.length + 3);
  const parts = /^(\[[0-9a-f:.]+\]|[^:/?#@]*):(\d{1,5})\/?$/i.exec(rest);
  const port = Number(parts?.[2] ?? 0);
  if (parts === null || port === 0 || port > 65535) {
    const why = /:\d/.test(rest) ? "" : "port is required: ";
    throw new CommandExecutionError(`Invalid bind address format: ${why}${address}`);
  }
  const host = (parts[1] ?? "").replace(/^\[|\]$/g, "") || "127.0.0.1";
  return { host, port, isTls: scheme === "https" };
}
