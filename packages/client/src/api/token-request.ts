/**
 * Asking a master for a token, and what one stands for.
 */
import type { Dict, MasterConfig, Value } from "@salt/core";
import { dict, errorText, isDict, TimeoutError } from "@salt/core";
import { decode, encodeClearRequest, openRequestClient } from "@salt/wire";
import { MasterSilentError, MasterUnreachableError } from "../local/errors.js";
import { localAddress } from "../local/local-address.js";

/** How long a master may take: an external system may pause after a wrong password. */
const TIMEOUT_MS = 60_000;

/** Which master is asked. */
type MasterAddress = Pick<MasterConfig, "interface" | "ret_port" | "ipv6">;

/**
 * The data of a new token: `token`, `name`, `eauth`, `start`, `expire`, … `fields` are `eauth` and what that system
 * wants. Undefined when the master does not let the user in. Throws MasterSilentError and MasterUnreachableError.
 */
export async function requestToken(
  config: MasterAddress,
  fields: ReadonlyMap<string, Value>,
  signal?: AbortSignal,
): Promise<Dict | undefined> {
  return await askForToken(config, new Map<Value, Value>([...fields, ["cmd", "mk_token"]]), signal);
}

/** The data of a token that was made; undefined when there is none, or it is over. Throws as `requestToken`. */
export async function readToken(
  config: MasterAddress,
  token: string,
  signal?: AbortSignal,
): Promise<Dict | undefined> {
  return await askForToken(config, dict({ cmd: "get_token", token }), signal);
}

async function askForToken(
  config: MasterAddress,
  load: Dict,
  signal: AbortSignal | undefined,
): Promise<Dict | undefined> {
  const address = { address: localAddress(config.interface), port: config.ret_port, ipv6: config.ipv6 };
  const requests = openRequestClient(address);
  const how = { timeoutMs: TIMEOUT_MS, ...(signal === undefined ? {} : { signal }) };
  try {
    const reply = decode(await requests.request(encodeClearRequest(load), how));
    return isDict(reply) && reply.has("token") ? reply : undefined;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof TimeoutError) throw new MasterSilentError(TIMEOUT_MS, error);
    throw new MasterUnreachableError({ err: errorText(error) }, error);
  } finally {
    requests.close();
  }
}
