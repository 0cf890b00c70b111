/**
 * One request of HTTP and its answer, wholly in memory and within limits.
 */
import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { CommandExecutionError } from "@salt/core";
import { abortable } from "./time-limit.js";
import type { WebProxy } from "./web-proxy.js";
import { throughProxy } from "./web-proxy.js";

/** What is sent, and how. */
export interface WebRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array | undefined;
  readonly account: string | undefined;
  readonly tls: {
    readonly rejectUnauthorized: boolean;
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
  };
  readonly proxy: WebProxy | undefined;
  /** Bytes of a body that are taken at most. */
  readonly maxBody: number;
  readonly connectMs: number;
  readonly requestMs: number;
  readonly signal: AbortSignal;
}

/** What came. */
export interface WebAnswer {
  readonly status: number;
  readonly reason: string;
  /** By name as `Content-Type`; what comes more than once is joined by commas. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
}

/** There was no answer in time, or it broke off: what Salt reports as status 599. */
export class NoAnswer extends CommandExecutionError {}

const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Sends a request and follows up to five redirects. Throws NoAnswer, and errors of the system. */
export async function exchange(request: WebRequest): Promise<WebAnswer> {
  let current = request;
  for (let hops = 0; ; hops++) {
    const answer = await once(current);
    const location = answer.headers.get("Location");
    if (!REDIRECTS.has(answer.status) || location === undefined || hops >= MAX_REDIRECTS) return answer;
    current = redirected(current, answer.status, location);
  }
}

function redirected(request: WebRequest, status: number, location: string): WebRequest {
  const url = new URL(location, request.url);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new NoAnswer(`it redirects to ${url.protocol}`);
  const isSameHost = url.host === request.url.host && url.protocol === request.url.protocol;
  const secret = new Set(isSameHost ? [] : ["authorization", "cookie"]);
  const isPlain = status === 302 || status === 303;
  const dropped = new Set(isPlain ? [...secret, "content-length", "content-type"] : secret);
  return {
    ...request,
    url,
    method: isPlain && request.method !== "HEAD" ? "GET" : request.method,
    body: isPlain ? undefined : request.body,
    account: isSameHost ? request.account : undefined,
    headers: new Map([...request.headers].filter(([name]) => !dropped.has(name.toLowerCase()))),
  };
}

async function once(request: WebRequest): Promise<WebAnswer> {
  const limit = abortable(request.signal, request.requestMs);
  try {
    const answer = await ask(request, limit.signal);
    const body = await bodyOf(answer, request.maxBody);
    return {
      status: answer.statusCode ?? 0,
      reason: answer.statusMessage ?? "",
      headers: headersOf(answer.rawHeaders),
      body,
    };
  } catch (error) {
    if (limit.isLate()) throw new NoAnswer("Timeout during request");
    throw error;
  } finally {
    limit.end();
  }
}

async function ask(request: WebRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { url, method, account, body, proxy } = request;
  const isTls = url.protocol === "https:";
  const { request: open } = isTls ? await import("node:https") : await import("node:http");
  const headers: Record<string, string> = Object.fromEntries(request.headers);
  if (body !== undefined) headers["Content-Length"] ??= String(body.length);
  const plain: RequestOptions = {
    method,
    headers,
    signal,
    agent: false,
    ...(account === undefined ? {} : { auth: account }),
    ...request.tls,
  };
  const way = proxy === undefined ? { headers: {} } : await throughProxy(url, proxy, request.tls, signal);
  const options = { ...plain, ...way, headers: { Host: url.host, ...headers, ...way.headers } };
  const target = new URL(url);
  target.username = "";
  target.password = "";
  return await new Promise((resolve, reject) => {
    const asking: ClientRequest = open(target, options, resolve);
    const timer = setTimeout(
      () => asking.destroy(new NoAnswer("Timeout while connecting")),
      request.connectMs,
    );
    asking.on("socket", (socket) =>
      socket.once(isTls ? "secureConnect" : "connect", () => clearTimeout(timer)),
    );
    asking.on("response", () => clearTimeout(timer));
    asking.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    asking.end(body);
  });
}

async function bodyOf(answer: IncomingMessage, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of answer) {
      if (!(part instanceof Uint8Array)) continue;
      size += part.length;
      if (size > most) throw new NoAnswer("the answer is larger than http_max_body");
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    throw new NoAnswer("Connection closed", { cause: error });
  }
  return Buffer.concat(parts);
}

function headersOf(raw: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? "")
      .split("-")
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
      .join("-");
    const before = headers.get(name);
    headers.set(name, before === undefined ? (raw[at + 1] ?? "") : `${before},${raw[at + 1] ?? ""}`);
  }
  return headers;
}
