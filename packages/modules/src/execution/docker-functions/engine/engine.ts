/**
 * Talking to the engine of Docker in its own API, which is HTTP and JSON over a socket.
 */
import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { Readable } from "node:stream";
import type { Value } from "@salt/core";
import { CommandExecutionError, errorText, getString, parseJson, toJson } from "@salt/core";
import type { EngineCall } from "./engine-call.js";
import { EngineRefusal, queryText } from "./engine-call.js";
import type { EnginePlace } from "./engine-place.js";

/** Bytes that an answer may have that is kept in memory. */
const MAX_ANSWER = 256 * 1024 * 1024;

/** Seconds without a byte after which an engine is given up. */
export const CLIENT_TIMEOUT = 60;

/** How to reach an engine. */
export interface EngineParts {
  readonly place: EnginePlace;
  /** `/v1.41`, or nothing for the newest that the engine speaks. */
  readonly prefix: string;
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** An engine of Docker. Every call has a connection of its own, so there is nothing to close. */
export class Engine {
  readonly #parts: EngineParts;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  /** The data of an answer. Throws EngineRefusal, and CommandExecutionError when there is none. */
  async json(call: EngineCall): Promise<Value> {
    const text = Buffer.from(await this.bytes(call)).toString("utf8");
    if (text.trim() === "") return null;
    try {
      return parseJson(text);
    } catch (error) {
      throw unable(call, error);
    }
  }

  /** An answer as it stands. Throws as `json`. */
  async bytes(call: EngineCall): Promise<Uint8Array> {
    return await this.exchange(call, (answer) => wholeOf(answer));
  }

  /** Lines of JSON, each one map: how the engine tells of progress. Throws as `json`. */
  async lines(call: EngineCall): Promise<readonly Value[]> {
    const text = Buffer.from(await this.bytes(call)).toString("utf8");
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    return lines.map((line) => {
      try {
        return parseJson(line);
      } catch (error) {
        throw new CommandExecutionError(`Unable to interpret API event: '${line}': ${errorText(error)}`);
      }
    });
  }

  /** Hands the body of an answer on while it comes. Throws as `json`. */
  async exchange<T>(call: EngineCall, take: (answer: IncomingMessage) => Promise<T>): Promise<T> {
    let answer: IncomingMessage | undefined;
    try {
      answer = await this.#send(call);
      const status = answer.statusCode ?? 0;
      if (status >= 400) throw new EngineRefusal(status, explanation(await wholeOf(answer)));
      return await take(answer);
    } catch (error) {
      throw error instanceof CommandExecutionError ? error : unable(call, error);
    } finally {
      answer?.destroy();
    }
  }

  async #send(call: EngineCall): Promise<IncomingMessage> {
    const { place, prefix, signal } = this.#parts;
    const isTls = "isTls" in place && place.isTls;
    const { request } = isTls ? await import("node:https") : await import("node:http");
    const body = bodyOf(call);
    const options: RequestOptions = {
      ...("socketPath" in place ? { socketPath: place.socketPath } : { host: place.host, port: place.port }),
      method: call.method ?? "GET",
      path: `${prefix}${call.path}${queryText(call.query)}`,
      headers: { Host: "docker", ...body.headers, ...call.headers },
      agent: false,
      signal,
    };
    const timeout = call.timeout === undefined ? this.#parts.timeout : call.timeout;
    return await new Promise((resolve, reject) => {
      const asking = request(options, resolve);
      asking.on("error", reject);
      if (timeout !== null) limit(asking, timeout);
      if (body.content instanceof Readable) body.content.on("error", reject).pipe(asking);
      else asking.end(body.content);
    });
  }
}

function limit(asking: ClientRequest, seconds: number): void {
  const late = new CommandExecutionError(`Read timed out. (read timeout=${seconds})`);
  asking.setTimeout(seconds * 1000, () => asking.destroy(late));
}

function bodyOf(call: EngineCall): {
  readonly headers: { readonly [name: string]: string };
  readonly content: Readable | Uint8Array | string | undefined;
} {
  if (call.archive !== undefined)
    return { headers: { "Content-Type": "application/tar" }, content: call.archive };
  if (call.body === undefined) return { headers: {}, content: undefined };
  const content = Buffer.from(toJson(call.body));
  return {
    headers: { "Content-Type": "application/json", "Content-Length": String(content.length) },
    content,
  };
}

async function wholeOf(answer: IncomingMessage): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer) {
    if (!(part instanceof Uint8Array)) continue;
    size += part.length;
    if (size > MAX_ANSWER) throw new CommandExecutionError(`the engine's answer exceeds ${MAX_ANSWER} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function explanation(body: Uint8Array): string {
  const text = Buffer.from(body).toString("utf8").trim();
  try {
    return getString(parseJson(text), "message") ?? text;
  } catch {
    return text;
  }
}

function unable(call: EngineCall, error: unknown): CommandExecutionError {
  return new CommandExecutionError(`Unable to perform ${call.action}: ${errorText(error)}`, { cause: error });
}
