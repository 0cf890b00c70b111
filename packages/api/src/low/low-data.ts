/**
 * Low data: one request to a client of the master, as a map.
 */
import type { ExternalLogin } from "@salt/client";
import type { Dict, MutableDict, Value } from "@salt/core";
import { getString, isDict, isList } from "@salt/core";
import { WebError } from "../web/web-error.js";

/** What low data may call, in the order in which Salt's server lists it; `destroy` and `ssh` are not served. */
export const CLIENTS = [
  ...["destroy", "local", "local_async", "local_batch", "local_subset", "runner", "runner_async", "ssh"],
  ...["wheel", "wheel_async"],
] as const;

/** How many requests may come at once. */
const MAX_CHUNKS = 1000;
/** What proves who asks; no function gets it. */
const PROOF: ReadonlySet<string> = new Set([
  "token",
  "username",
  "password",
  "eauth",
  "client",
  "user",
  "key",
]);

/** One request: which client, as whom, and everything else. */
export interface LowData {
  readonly client: string;
  readonly login: ExternalLogin;
  /** What is for the client: `fun`, `tgt`, `arg`, … */
  readonly fields: Dict;
}

/** The maps of a body: a list of them, or a single one. Throws WebError (400). */
export function chunksOf(data: Value | undefined): readonly Dict[] {
  const list = isDict(data) && data.size > 0 ? [data] : data;
  if (!isList(list)) throw new WebError(400, "Lowstates must be a list");
  if (list.length > MAX_CHUNKS) throw new WebError(400, `More than ${MAX_CHUNKS} lowstates`);
  return list.map((chunk) => {
    if (isDict(chunk)) return chunk;
    throw new WebError(400, "Each lowstate must be a map");
  });
}

/**
 * Reads a map. `token` is the session's, which wins; `enabled` are the clients that may be called.
 * Throws WebError: 400 for clients, 401 where nothing proves who asks.
 */
export function readLowData(chunk: Dict, enabled: readonly string[], token?: string): LowData {
  const client = chunk.get("client");
  if (typeof client !== "string" || !(CLIENTS as readonly string[]).includes(client)) {
    throw new WebError(400, `Invalid client specified: '${String(client)}'`);
  }
  if (!enabled.includes(client)) {
    const how = "Add to 'netapi_enable_clients' master config option to enable.";
    throw new WebError(400, `Client disabled: '${client}'. ${how}`);
  }
  const fields: MutableDict = new Map();
  for (const [name, value] of chunk)
    if (typeof name !== "string" || !PROOF.has(name)) fields.set(name, value);
  return { client, login: loginOf(chunk, token), fields };
}

function loginOf(chunk: Dict, session: string | undefined): ExternalLogin {
  const token = session ?? chunk.get("token");
  if (token !== undefined) {
    if (typeof token !== "string" || !/^[0-9a-fA-F]+$/.test(token)) throw new WebError(401, "Invalid token");
    return { token };
  }
  const eauth = getString(chunk, "eauth");
  if (eauth === undefined) throw new WebError(401, "No authentication credentials given");
  const username = getString(chunk, "username") ?? "";
  const password = getString(chunk, "password") ?? "";
  return { eauth, username, password };
}
