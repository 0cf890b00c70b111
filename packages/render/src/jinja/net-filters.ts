/**
 * The filters that ask the network: `dns_check` and `http_query`.
 */
import { lookup } from "node:dns/promises";
import { connect } from "node:net";
import type { ExecutionContext, Plain } from "@salt/core";
import { errorText, isInt } from "@salt/core";
import { type FilterFunction, PyError } from "@salt/jinja";
import { toCallValue } from "./call-values.js";

/** How long an address may take to answer, in milliseconds. */
const CONNECT_MS = 2000;

/** The filters for templates of a context. */
export function netFilters(context: ExecutionContext): ReadonlyMap<string, FilterFunction> {
  return new Map<string, FilterFunction>([
    [
      "dns_check",
      (_, args, kwargs) => dnsCheck(context, named(["addr", "port", "safe", "ipv6"], args, kwargs)),
    ],
    ["http_query", (_, args, kwargs) => httpQuery(context, args, kwargs)],
  ]);
}

type Named = ReadonlyMap<string, Plain>;

/** Arguments by name. Throws TypeError for those that there are not. */
function named(
  names: readonly string[],
  args: readonly unknown[],
  kwargs: ReadonlyMap<string, unknown>,
): Named {
  const out = new Map<string, Plain>();
  for (const [at, arg] of args.entries()) out.set(names[at] ?? "", toCallValue(arg));
  for (const [name, arg] of kwargs) out.set(name, toCallValue(arg));
  for (const name of out.keys()) {
    if (!names.includes(name))
      throw new PyError("TypeError", "dns_check() got an argument that it does not take");
  }
  return out;
}

/** The first address of a host that answers at a port, or else the first one; IPv6 in brackets. */
async function dnsCheck(context: ExecutionContext, asked: Named): Promise<string> {
  const host = asked.get("addr");
  const port = asked.get("port");
  if (typeof host !== "string" || !isInt(port)) {
    throw new PyError("TypeError", "dns_check() needs a host and a port");
  }
  const ipv6 = asked.get("ipv6");
  const family = ipv6 === true ? 6 : ipv6 === false ? 4 : 0;
  const addresses = await addressesOf(host, family, context);
  const [first] = addresses;
  if (first === undefined) {
    const message = `DNS lookup or connection check of '${host}' failed.`;
    context.log.error({ host }, "DNS lookup or connection check failed");
    throw new PyError("SaltSystemExit", message);
  }
  for (const address of addresses) {
    if (await answers(address, Number(port), context.signal)) return bracketed(address);
  }
  return bracketed(first);
}

async function addressesOf(
  host: string,
  family: 0 | 4 | 6,
  context: ExecutionContext,
): Promise<readonly string[]> {
  try {
    const found = await lookup(host, { all: true, family });
    return found.map(({ address }) => address);
  } catch (error) {
    context.log.debug({ host, reason: errorText(error) }, "A name cannot be resolved");
    // A name that was asked for as IPv6 may have IPv4 alone.
    return family === 6 ? await addressesOf(host, 4, context) : [];
  }
}

function answers(host: string, port: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal, timeout: CONNECT_MS });
    const end = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.on("connect", () => end(true));
    socket.on("timeout", () => end(false));
    socket.on("error", () => end(false));
  });
}

function bracketed(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

/** What `http.query` gives: the filter and the function are one in Salt. */
async function httpQuery(
  context: ExecutionContext,
  args: readonly unknown[],
  kwargs: ReadonlyMap<string, unknown>,
): Promise<unknown> {
  if (!(await context.functions.has("http.query"))) {
    throw new PyError("RuntimeError", "http_query needs the function http.query, which is not available");
  }
  const keywords = [...kwargs].map(([name, value]) => [name, toCallValue(value)] as const);
  return await context.call("http.query", args.map(toCallValue), Object.fromEntries(keywords));
}
