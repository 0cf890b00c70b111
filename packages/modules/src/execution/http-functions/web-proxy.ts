/**
 * Asking through a proxy: the options `proxy_host`, `proxy_port`, `proxy_username`, `proxy_password` and `no_proxy`.
 */
import type { RequestOptions } from "node:http";
import type { Socket } from "node:net";
import type { Dict } from "@salt/core";
import { CommandExecutionError, isList, isTruthy, pythonStr } from "@salt/core";

/** Where the proxy is. */
export interface WebProxy {
  readonly host: string;
  readonly port: number;
  /** `account:password`, where the proxy asks for one. */
  readonly account: string | undefined;
}

/** The proxy for a host; undefined where none is configured, or not for that host. */
export function proxyOf(opts: Dict, host: string): WebProxy | undefined {
  const text = (name: string): string => {
    const value = opts.get(name) ?? null;
    return isTruthy(value) ? pythonStr(value) : "";
  };
  const exceptions = opts.get("no_proxy") ?? [];
  if (text("proxy_host") === "" || text("proxy_port") === "") return undefined;
  if (isList(exceptions) && exceptions.includes(host)) return undefined;
  const [user, password] = [text("proxy_username"), text("proxy_password")];
  const account = user === "" || password === "" ? undefined : `${user}:${password}`;
  return { host: text("proxy_host"), port: Number(text("proxy_port")), account };
}

/** What a request needs to go through a proxy, its `headers` in addition to others. Throws CommandExecutionError when the proxy refuses. */
export async function throughProxy(
  url: URL,
  proxy: WebProxy,
  tls: object,
  signal: AbortSignal,
): Promise<RequestOptions & { readonly headers: Record<string, string> }> {
  const headers: Record<string, string> =
    proxy.account === undefined
      ? {}
      : { "Proxy-Authorization": `Basic ${Buffer.from(proxy.account).toString("base64")}` };
  if (url.protocol === "http:") {
    const path = `${url.origin}${url.pathname}${url.search}`;
    return { host: proxy.host, hostname: proxy.host, port: proxy.port, path, headers };
  }
  const socket = await tunnel(url, proxy, headers, signal);
  const { connect } = await import("node:tls");
  return { headers: {}, createConnection: () => connect({ ...tls, socket, servername: url.hostname }) };
}

async function tunnel(
  url: URL,
  proxy: WebProxy,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Socket> {
  const { request } = await import("node:http");
  const target = `${url.hostname}:${url.port === "" ? "443" : url.port}`;
  const { host, port } = proxy;
  return await new Promise((resolve, reject) => {
    const asking = request({ host, port, method: "CONNECT", path: target, headers, signal, agent: false });
    asking.on("error", reject);
    asking.on("connect", (answer, socket) => {
      if (answer.statusCode === 200) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(new CommandExecutionError(`the proxy answers with status ${answer.statusCode ?? 0}`));
    });
    asking.end();
  });
}
