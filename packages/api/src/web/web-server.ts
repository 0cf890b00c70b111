/**
 * The HTTP server: takes requests, finds their route, and sends answers in the form that was asked for.
 */
import { readFileSync } from "node:fs";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Closable, Logger, RestConfig } from "@salt/core";
import { ConfigError, errorText } from "@salt/core";
import type { Sessions } from "../sessions.js";
import { answerForm } from "./accept.js";
import { readBody } from "./body.js";
import { corsHeaders } from "./cors.js";
import type { Counts } from "./counts.js";
import type { Route, WebReply, WebRequest } from "./exchange.js";
import { failureReply } from "./failure.js";
import { findRoute, methodOf } from "./find-route.js";
import { addressOf, cookieOf, plainHeaders, titledHeaders } from "./request-parts.js";
import { send } from "./send.js";
import { WebError } from "./web-error.js";

/** What a server is made of. */
export interface WebServerParts {
  readonly settings: RestConfig;
  readonly routes: ReadonlyMap<string, Route>;
  readonly sessions: Sessions;
  readonly counts: Counts;
  readonly log: Logger;
  /** Gets a line for each request that was answered. */
  readonly access: (line: string) => void;
}

/** How many may listen to events at once. */
const MAX_STREAMS = 1000;
const NO_PERMISSION = "No permission -- see authorization schemes";

/** A server that listens. */
export class WebServer implements Closable {
  readonly #parts: WebServerParts;
  readonly #server: Server;
  readonly #stopping = new AbortController();

  private constructor(parts: WebServerParts, server: (serve: RequestListener) => Server) {
    this.#parts = parts;
    this.#server = server((request, response) => void this.#serve(request, response));
  }

  /** Starts to listen. Throws ConfigError for certificates, addresses and ports that do not do. */
  static async open(parts: WebServerParts): Promise<WebServer> {
    const { host, port } = parts.settings;
    const web = new WebServer(parts, await serverOf(parts.settings));
    await new Promise<void>((resolve, reject) => {
      web.#server.once("error", (error) =>
        reject(new ConfigError(`salt-api cannot listen: ${errorText(error)}`)),
      );
      web.#server.listen(port, host, resolve);
    });
    return web;
  }

  /** The port that it listens at. */
  get port(): number {
    const address: AddressInfo | string | null = this.#server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  /** Gives up what is under way, and ends all connections. */
  async close(): Promise<void> {
    this.#stopping.abort();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    // The connection may be gone, and its address with it, when the answer is sent.
    const ip = message.socket?.remoteAddress ?? "-";
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const signal = AbortSignal.any([gone.signal, this.#stopping.signal]);
    const { settings, counts, log, access } = this.#parts;
    const reply = await this.#reply(message, ip, signal).catch((error: unknown) =>
      failureReply(error, message, log),
    );
    const isStream = "stream" in reply;
    if (isStream) counts.streams++;
    try {
      await send(response, reply, {
        accept: message.headers.accept,
        extra: corsHeaders(message, settings),
        signal,
      });
    } catch (error) {
      log.debug({ err: errorText(error) }, "An answer could not be sent");
      response.destroy();
    } finally {
      if (isStream) counts.streams--;
      access(`${ip} ${message.method} ${(message.url ?? "").split("?")[0]} ${response.statusCode}`);
    }
  }

  async #reply(message: IncomingMessage, ip: string, signal: AbortSignal): Promise<WebReply> {
    const { counts, settings } = this.#parts;
    counts.requests++;
    if (counts.atWork >= settings.thread_pool || counts.streams >= MAX_STREAMS) {
      throw new WebError(503, "Too many requests are at work: come again.", { "Retry-After": "1" });
    }
    counts.atWork++;
    try {
      return await this.#answer(message, ip, signal);
    } finally {
      counts.atWork--;
    }
  }

  async #answer(message: IncomingMessage, ip: string, signal: AbortSignal): Promise<WebReply> {
    const { settings, routes, sessions, log } = this.#parts;
    if (settings.authorized_ips.length > 0 && !settings.authorized_ips.includes(ip)) {
      log.error({ ip }, "authorized_ips does not have this address");
      throw new WebError(403, "Bad IP");
    }
    if (message.method === "OPTIONS") return { value: "" };
    const { path, query } = addressOf(message.url ?? "/", settings.root_prefix);
    const { route, rest } = findRoute(routes, path);
    const header = message.headers["x-auth-token"];
    const session = sessions.find(typeof header === "string" ? header : cookieOf(message, "session_id"));
    if (route.needsSession === true && session === undefined) throw new WebError(401, NO_PERMISSION);
    const body = await readBody(message, settings.max_request_body_size);
    const method = methodOf(route, message.method ?? "GET");
    // Before anything runs: an answer that nobody can take is no reason to run it.
    if (route.isStream !== true) answerForm(message.headers.accept);
    const request: WebRequest = {
      ...{ rest, ip, session, signal },
      ...{ query, data: body.data, rawBody: body.raw },
      headers: plainHeaders(message),
      titledHeaders: titledHeaders(message, ip),
    };
    return await method(request);
  }
}

async function serverOf(settings: RestConfig): Promise<(serve: RequestListener) => Server> {
  if (settings.disable_ssl) return createServer;
  const { createServer: createTls } = await import("node:https");
  const chain = settings.ssl_chain === "" ? "" : `\n${readPem(settings.ssl_chain)}`;
  const tls = { cert: readPem(settings.ssl_crt) + chain, key: readPem(settings.ssl_key) };
  return (serve) => {
    try {
      return createTls(tls, serve);
    } catch (error) {
      throw new ConfigError(`rest_cherrypy: ssl_crt and ssl_key do not do: ${errorText(error)}`);
    }
  };
}

function readPem(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigError(`rest_cherrypy: Could not find a certificate: ${path}`, {
      hint: "tls.create_self_signed_cert makes one.",
      cause: error,
    });
  }
}
