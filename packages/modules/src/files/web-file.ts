/**
 * Fetching files over HTTP and HTTPS.
 */
import type { ClientRequest, IncomingMessage } from "node:http";
import { CommandExecutionError } from "@salt/core";
import { isSystemError, systemErrorText } from "../execution/file-functions/system-error.js";

/** How a file is asked for. */
export interface WebOptions {
  readonly verifySsl: boolean;
  /** Sent as `If-None-Match`. */
  readonly etag?: string | undefined;
  readonly signal: AbortSignal;
}

/** What came: the answer with its bytes still to be read. */
export interface WebFile {
  readonly status: number;
  readonly etag: string | undefined;
  /** Bytes, piece by piece. Ends with an error when there are fewer than were announced. */
  readonly pieces: AsyncIterable<Uint8Array>;
}

const MAX_REDIRECTS = 5;
/** How long a server may be silent, in ms. */
const SILENCE_MS = 60_000;

/** Opens a URL. Redirects are followed, but never from HTTPS to HTTP. Throws CommandExecutionError. */
export async function openWebFile(url: URL, options: WebOptions): Promise<WebFile> {
  let place = url;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const answer = await ask(place, url, options);
    const status = answer.statusCode ?? 0;
    const location = answer.headers.location;
    if (status >= 300 && status < 400 && status !== 304 && location !== undefined) {
      answer.resume();
      place = redirected(place, location);
      continue;
    }
    const { etag } = answer.headers;
    if (status === 200 || status === 304) return { status, etag, pieces: wholeBody(answer, url) };
    answer.resume();
    throw new CommandExecutionError(
      `Error: HTTP ${status}: ${answer.statusMessage ?? ""} reading ${pathOf(url)}`,
    );
  }
  throw failure(url, "too many redirects");
}

/** A URL for people: without account and password. */
export function shownUrl(url: URL): string {
  const shown = new URL(url);
  if (shown.username !== "" || shown.password !== "") shown.username = "<redacted>";
  shown.password = "";
  return shown.href.replace("%3Credacted%3E", "<redacted>");
}

function redirected(from: URL, location: string): URL {
  const to = new URL(location, from);
  const isAllowed = to.protocol === "https:" || (to.protocol === "http:" && from.protocol === "http:");
  if (isAllowed) return to;
  throw failure(from, "it redirects to a less safe place");
}

async function ask(place: URL, first: URL, options: WebOptions): Promise<IncomingMessage> {
  const { request } = place.protocol === "https:" ? await import("node:https") : await import("node:http");
  const headers: Record<string, string> = { "user-agent": "Salt", accept: "*/*" };
  // The account is for the host that was named, and for no other.
  if (first.username !== "" && place.host === first.host) {
    const account = `${decodeURIComponent(first.username)}:${decodeURIComponent(first.password)}`;
    headers.authorization = `Basic ${Buffer.from(account).toString("base64")}`;
  }
  if (options.etag !== undefined) headers["if-none-match"] = options.etag;
  const target = new URL(place);
  target.username = "";
  target.password = "";
  const settings = { headers, signal: options.signal, rejectUnauthorized: options.verifySsl };
  return await new Promise((resolve, reject) => {
    const asking: ClientRequest = request(target, settings, resolve);
    asking.setTimeout(SILENCE_MS, () => asking.destroy(failure(first, "the server is silent")));
    asking.on("error", (error) => reject(failure(first, networkReason(error))));
    asking.end();
  });
}

async function* wholeBody(answer: IncomingMessage, url: URL): AsyncGenerator<Uint8Array> {
  const announced = Number(answer.headers["content-length"] ?? Number.NaN);
  let received = 0;
  try {
    for await (const piece of answer) {
      if (!(piece instanceof Uint8Array)) continue;
      received += piece.length;
      yield piece;
    }
  } catch (error) {
    throw failure(url, networkReason(error));
  }
  if (answer.statusCode === 200 && Number.isFinite(announced) && received !== announced) {
    throw failure(url, `${announced} bytes were announced, ${received} came`);
  }
}

function failure(url: URL, reason: string): CommandExecutionError {
  return new CommandExecutionError(`Error: ${reason} reading ${pathOf(url)}`);
}

/** What Python says of an error of the network. */
function networkReason(error: unknown): string {
  const code = isSystemError(error) ? error.code : undefined;
  if (code === "ENOTFOUND") return "[Errno -2] Name or service not known";
  if (code === "EAI_AGAIN") return "[Errno -3] Temporary failure in name resolution";
  return systemErrorText(error);
}

/** The path for people; Salt's messages name neither host nor account. */
function pathOf(url: URL): string {
  try {
    return decodeURI(url.pathname);
  } catch {
    return url.pathname;
  }
}
