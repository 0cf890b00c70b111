/**
 * A document of a web server, as a part of the pillar.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, isDict, isTruthy, pythonStr, walk } from "@salt/core";

/** Where the document is, and who asks for it. */
export interface HttpSource {
  readonly url: string;
  readonly with_grains: boolean;
  readonly header_dict: Dict | null;
  readonly username: string | null;
  readonly password: string | null;
}

/** Salt's own time limit, and the largest document taken, in bytes. */
const TIMEOUT_MS = 65_000;
const MAX_BYTES = 32 * 1024 * 1024;

/** The document as a map; an empty one, and an entry in the log, when it cannot be had or read, as in Salt. */
export async function httpDocument(
  source: HttpSource,
  id: string,
  read: (text: string) => Value,
  context: ExecutionContext,
): Promise<Dict> {
  const url = addressOf(source, id, context);
  if (url === undefined) return new Map();
  try {
    const data = read(await fetched(url, source, context.signal));
    if (isDict(data)) return data;
    context.log.error({ minion: id, host: url.host }, "A web server's part of the pillar is no map");
  } catch (error) {
    context.signal.throwIfAborted();
    const reason = error instanceof CommandExecutionError ? error.message : "it cannot be fetched or read";
    context.log.error({ minion: id, host: url.host, reason }, "A web server gave no pillar");
  }
  return new Map();
}

/** The address with the minion's id and grains in it. */
function addressOf(source: HttpSource, id: string, context: ExecutionContext): URL | undefined {
  let text = source.url.replaceAll("%s", encodeURIComponent(id));
  if (source.with_grains) {
    for (const [place, name = ""] of text.matchAll(/<(.*?)>/g)) {
      const value = walk(context.grains, name.split(":"));
      if (!isTruthy(value)) {
        context.log.error(
          { minion: id, grain: name },
          "A grain that an address of ext_pillar needs is missing",
        );
        return undefined;
      }
      text = text.replace(place, () => encodeURIComponent(pythonStr(value ?? null)).replaceAll("%2F", "/"));
    }
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new CommandExecutionError("The address of the pillar is not one of http or https");
}

async function fetched(url: URL, source: HttpSource, signal: AbortSignal): Promise<string> {
  const headers = new Headers();
  for (const [name, value] of source.header_dict ?? []) headers.set(pythonStr(name), pythonStr(value));
  if (source.username !== null) {
    const account = Buffer.from(`${source.username}:${source.password ?? ""}`).toString("base64");
    headers.set("Authorization", `Basic ${account}`);
  }
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const response = await fetch(url, { headers, signal: limit });
  if (!response.ok) throw new CommandExecutionError(`it answered with status ${response.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MAX_BYTES) throw new CommandExecutionError("its document is too large");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
