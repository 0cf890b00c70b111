/**
 * What routes have at hand.
 */
import type { Dict, Logger, RestConfig, Value } from "@salt/core";
import { chunksOf, readLowData } from "../low/low-data.js";
import type { MasterPlace } from "../low/run-low-data.js";
import { runLowData } from "../low/run-low-data.js";
import type { Sessions } from "../sessions.js";
import type { Counts } from "../web/counts.js";
import type { WebRequest } from "../web/exchange.js";

/** The server's parts that routes use. */
export interface Served {
  readonly place: MasterPlace;
  readonly settings: RestConfig;
  readonly sessions: Sessions;
  readonly counts: Readonly<Counts>;
  readonly log: Logger;
}

/** Runs the low data of a request's body, one after the other; their returns. */
export async function runPosted(
  request: WebRequest,
  served: Served,
  client?: string,
): Promise<readonly Value[]> {
  const chunks = chunksOf(request.data);
  const chosen = client === undefined ? chunks : chunks.map((chunk) => new Map(chunk).set("client", client));
  return await runChunks(chosen, request, served);
}

/** Runs low data, one after the other, by the token of the session if there is one; their returns. */
export async function runChunks(
  chunks: readonly Dict[],
  request: WebRequest,
  { place }: Served,
): Promise<readonly Value[]> {
  const enabled = place.config.netapi_enable_clients;
  const returns: Value[] = [];
  for (const chunk of chunks) {
    const low = readLowData(chunk, enabled, request.session?.token);
    returns.push(...(await runLowData(low, place, request.signal)));
  }
  return returns;
}
