/**
 * Range servers: they know clusters of machines by expressions such as `%web,db1..5`.
 */
import { errorText } from "../../base/errors.js";
import { TargetError } from "../errors.js";

/** Where range expressions are looked up. */
export interface RangeSource {
  /** The names that an expression stands for. Throws TargetError with the reason. */
  expand(expression: string, signal?: AbortSignal): Promise<readonly string[]>;
}

/** Longest expression: it becomes part of a URL, and servers take about 8 KiB of that. */
const MAX_EXPRESSION = 4000;
/** Largest answer, in bytes. */
const MAX_BYTES = 1024 * 1024;
/** Longest name in an answer, in characters. */
const MAX_NAME = 255;
/** Longest wait for a whole answer, in milliseconds. */
const TIMEOUT_MS = 5000;

/**
 * The range server of the option `range_server`: `host:port`, or a URL when it is not at the root of a host. Without
 * one, every expression is refused.
 */
export function openRangeSource(server: string | null): RangeSource {
  return server === null || server === "" ? { expand: refuseAll } : new RangeServer(server);
}

function refuseAll(): Promise<never> {
  return Promise.reject(
    new TargetError("Range targets need a range server, and none is configured", {
      hint: "Name one in the option range_server, or list the minions with -L or in a nodegroup.",
    }),
  );
}

/** Asks a server by HTTP, each time anew: what it knows may change at any moment. */
class RangeServer implements RangeSource {
  readonly #server: string;

  constructor(server: string) {
    this.#server = server;
  }

  async expand(expression: string, signal?: AbortSignal): Promise<readonly string[]> {
    if (expression.length > MAX_EXPRESSION) {
      throw new TargetError(`The range expression is longer than ${MAX_EXPRESSION} characters`, {
        hint: "Divide it, joined by 'or' in a compound target.",
      });
    }
    const url = this.#urlOf(expression);
    const limits = [AbortSignal.timeout(TIMEOUT_MS), ...(signal === undefined ? [] : [signal])];
    try {
      return namesOf(await this.#ask(url, AbortSignal.any(limits)));
    } catch (error) {
      if (error instanceof TargetError) throw error;
      throw this.#fault(`cannot be asked: ${reasonOf(error)}`, error);
    }
  }

  #urlOf(expression: string): URL {
    const base = /^https?:\/\//.test(this.#server) ? this.#server : `http://${this.#server}`;
    if (!URL.canParse(base)) throw this.#fault("is neither host:port nor a URL");
    const url = new URL(base);
    if (url.username !== "" || url.password !== "") throw this.#fault("has a password, which is not sent");
    url.pathname = `${url.pathname.replace(/\/+$/, "")}/range/list`;
    // As the servers' own client quotes it; no name with a value.
    url.search = `?${encodeURIComponent(expression)}`;
    return url;
  }

  async #ask(url: URL, signal: AbortSignal): Promise<string> {
    const response = await fetch(url, { signal, redirect: "error", headers: { accept: "text/plain" } });
    // The server's own word for an expression that it does not understand; it may come with status 200.
    const complaint = response.headers.get("RangeException");
    if (response.status === 200 && complaint === null) return await this.#readBody(response);
    await response.body?.cancel();
    throw this.#fault(complaint === null ? `answers with status ${response.status}` : shown(complaint));
  }

  async #readBody(response: Response): Promise<string> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw this.#fault(`answers with more than ${MAX_BYTES} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
  }

  #fault(reason: string, cause?: unknown): TargetError {
    return new TargetError(`The range server ${withoutPassword(this.#server)} ${reason}`, {
      hint: "Look at the option range_server and at the expression.",
      cause,
    });
  }
}

/** One name a line. What cannot be an id is refused as a whole: the answer is then no list of names. */
function namesOf(body: string): readonly string[] {
  const names = body.split(/\r?\n/).map((line) => line.trimEnd());
  const wrong = names.find((name) => name.length > MAX_NAME || /[\s,()@/\\\p{Cc}]/u.test(name));
  if (wrong !== undefined) {
    throw new TargetError(`The range server's answer has a line that is no name: '${shown(wrong)}'`, {
      hint: "Look whether range_server names a range server.",
    });
  }
  return [...new Set(names.filter((name) => name !== ""))].sort();
}

function shown(text: string): string {
  return text.slice(0, 200).replace(/\p{Cc}/gu, "?");
}

/** What `fetch` failed of is told by its cause. */
function reasonOf(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? errorText(error.cause) : errorText(error);
}

/** A URL may hold a password; messages must not. */
function withoutPassword(server: string): string {
  return server.replace(/\/\/[^/@]*@/, "//").slice(0, 200);
}
