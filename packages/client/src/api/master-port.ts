/**
 * The request port of a master on this machine, for commands that carry a local key.
 */
import type { Closable, Dict, Plain, Value } from "@salt/core";
import { dict, errorText, get, getString, isDict, TimeoutError } from "@salt/core";
import type { RequestClient } from "@salt/wire";
import { decode, encodeClearRequest, openRequestClient } from "@salt/wire";
import { MasterSilentError, MasterUnreachableError, PublishRefusedError } from "../local/errors.js";
import { proofFields } from "../local/external-login.js";
import { localAddress } from "../local/local-address.js";
import { localKeyPath, readLocalKey } from "../local/local-key.js";
import type { ResolvedOptions } from "./client-options.js";
import { eitherSignal } from "./client-options.js";

/** Positional and named arguments of a function. */
export interface FunctionCall {
  readonly arg?: readonly Plain[];
  readonly kwarg?: { readonly [name: string]: Plain };
}

/** Sends commands in clear. */
export class MasterPort implements Closable {
  readonly #options: ResolvedOptions;
  readonly #requests: RequestClient;

  constructor(options: ResolvedOptions) {
    const { config } = options;
    this.#options = options;
    this.#requests = openRequestClient({
      address: localAddress(config.interface),
      port: config.ret_port,
      ipv6: config.ipv6,
    });
  }

  /** Sends a load with what proves who calls. Throws PublishRefusedError, MasterSilentError, MasterUnreachableError. */
  async send(load: { readonly [name: string]: Plain }, limits: SendLimits): Promise<Dict> {
    const { config, user, login, signal: own } = this.#options;
    const key =
      login === undefined ? await readLocalKey(localKeyPath(config.cachedir, user, config.user)) : "";
    const signal = eitherSignal(own, limits.signal);
    const how = { timeoutMs: limits.timeoutMs, ...(signal === undefined ? {} : { signal }) };
    const request = encodeClearRequest(dict({ ...load, ...proofFields({ key, user, login }) }));
    try {
      return accepted(decode(await this.#requests.request(request, how)));
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof TimeoutError) throw new MasterSilentError(limits.timeoutMs, error);
      if (error instanceof PublishRefusedError) throw error;
      throw new MasterUnreachableError({ err: errorText(error) }, error);
    }
  }

  close(): void {
    this.#requests.close();
  }
}

/** How long a request may take. */
export interface SendLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Throws PublishRefusedError for a reply that refuses. */
function accepted(reply: Value): Dict {
  const error = get(reply, "error");
  if (error !== undefined) {
    const name = getString(error, "name") ?? "SaltClientError";
    throw new PublishRefusedError(name, getString(error, "message") ?? "The master refused the call");
  }
  if (isDict(reply)) return reply;
  throw new PublishRefusedError("SaltClientError", "The master does not serve this call");
}
