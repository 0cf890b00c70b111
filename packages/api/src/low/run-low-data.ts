/**
 * Runs low data by the client that it names, as whoever it says.
 */
import type { JobClientOptions } from "@salt/client";
import { LocalClient, openJobClient, RunnerClient, WheelClient } from "@salt/client";
import type { Closable, Logger, MasterConfig, Value } from "@salt/core";
import { WebError } from "../web/web-error.js";
import { local, localAsync, localBatch, localSubset } from "./local.js";
import type { LowData } from "./low-data.js";
import { runner, runnerAsync, wheel, wheelAsync } from "./master-functions.js";

/** Which master is asked. */
export interface MasterPlace {
  readonly config: MasterConfig;
  readonly configFile: string;
  /** The account of this process, by whose key it asks for itself. */
  readonly user: string;
  readonly log: Logger;
}

/** Runs low data; its returns, of which most clients give one. Throws WebError and what clients throw. */
export async function runLowData(
  low: LowData,
  place: MasterPlace,
  signal: AbortSignal,
): Promise<readonly Value[]> {
  const { client: name, login, fields } = low;
  const user = "username" in login ? login.username : place.user;
  const options = { ...place, user, login, signal };
  switch (name) {
    case "local":
      return await withClient(openJobClient(options), (client) => local(fields, client, signal));
    case "local_async":
      return await withClient(openJobClient(options), (client) => localAsync(fields, client));
    case "local_batch":
      return await withClient(openLocal(options), (client) => localBatch(fields, client, signal));
    case "local_subset":
      return await withClient(openLocal(options), (client) => localSubset(fields, client, signal));
    case "runner":
      return [await withClient(RunnerClient.of(options), (client) => runner(fields, client, signal))];
    case "runner_async":
      return [await withClient(RunnerClient.of(options), (client) => runnerAsync(fields, client, signal))];
    case "wheel":
      return [await withClient(WheelClient.of(options), (client) => wheel(fields, client, signal))];
    case "wheel_async":
      return [await withClient(WheelClient.of(options), (client) => wheelAsync(fields, client, signal))];
    default:
      throw new WebError(400, `The client '${name}' is not served here.`);
  }
}

/** Removes a token, by the right of this process's own account. */
export async function removeToken(token: string, place: MasterPlace, signal: AbortSignal): Promise<void> {
  await withClient(RunnerClient.of({ ...place, login: undefined, signal }), (client) =>
    client.cmd("auth.del_token", { kwarg: { token } }, { signal }),
  );
}

async function openLocal(options: JobClientOptions): Promise<LocalClient> {
  return new LocalClient(await openJobClient(options), options.config);
}

async function withClient<C extends Closable, T>(
  opening: C | Promise<C>,
  use: (client: C) => Promise<T>,
): Promise<T> {
  const client = await opening;
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}
