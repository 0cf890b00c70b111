/**
 * The option `master` as addresses: a host, `host:port`, `[v6]:port`, or a list of them.
 */
import type { Value } from "@salt/core";
import { ConfigError, isList } from "@salt/core";

/** Where a master's request port is. */
export interface MasterAddress {
  readonly host: string;
  readonly port: number;
}

/** An address as a user writes it. */
export function addressText({ host, port }: MasterAddress): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The masters in their order. Throws ConfigError for what cannot be an address. */
export function parseMasters(option: Value, defaultPort: number): readonly MasterAddress[] {
  const words = isList(option) ? option : typeof option === "string" ? option.split(",") : [option];
  const masters = words.map((word) => parseOne(word, defaultPort));
  if (masters.length === 0) throw refused("an empty list");
  return masters;
}

function parseOne(word: Value, defaultPort: number): MasterAddress {
  if (typeof word !== "string") throw refused(JSON.stringify(String(word)));
  const text = word.trim();
  const [, host, port] = split(text);
  const number = port === undefined ? defaultPort : Number(port);
  if (host === undefined || !/^[^\s;/[\]]+$/.test(host) || number < 1 || number > 65535) {
    throw refused(JSON.stringify(text));
  }
  return { host, port: number };
}

/** Text with more than one colon and no brackets is an IPv6 address without a port. */
function split(text: string): readonly (string | undefined)[] {
  return (
    /^\[([^\]]+)\](?::(\d+))?$/.exec(text) ??
    /^([^:]+)(?::(\d+))?$/.exec(text) ??
    /^([0-9a-fA-F:.]+)$/.exec(text) ??
    []
  );
}

function refused(what: string): ConfigError {
  return new ConfigError(`Option master: ${what} is no address`, {
    hint: "Allowed are a host name or address, host:port, and a list of them.",
  });
}

/** The same addresses in random order. */
export function shuffled<T>(items: readonly T[], random: () => number = Math.random): readonly T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
