/**
 * Opens a client of the master on this machine: its request port, its event bus and its local key.
 */
import { join } from "node:path";
import type { Logger, MasterConfig } from "@salt/core";
import { errorText } from "@salt/core";
import { decode, encodeClearRequest, openBusClient, openRequestClient } from "@salt/wire";
import { MasterUnreachableError } from "./errors.js";
import type { ExternalLogin } from "./external-login.js";
import type { JobClientParts } from "./job-client.js";
import { JobClient } from "./job-client.js";
import { localAddress } from "./local-address.js";
import { localKeyPath, readLocalKey } from "./local-key.js";

/** What `openJobClient` needs. */
export interface JobClientOptions {
  readonly config: MasterConfig;
  readonly configFile: string;
  readonly user: string;
  /** Who sends, when that is not the account. */
  readonly login?: ExternalLogin | undefined;
  readonly log?: Logger;
  readonly lookup?: JobClientParts["lookup"];
  /** Gives up requests under way. */
  readonly signal?: AbortSignal;
}

/** Opens a client for the master of a configuration, on this machine. Throws MasterUnreachableError. */
export async function openJobClient(options: JobClientOptions): Promise<JobClient> {
  const { config, signal } = options;
  const requests = openRequestClient({
    address: localAddress(config.interface),
    port: config.ret_port,
    ipv6: config.ipv6,
  });
  const busPath = join(config.sock_dir, "master_event_pub.ipc");
  try {
    return await JobClient.open({
      ...options,
      send: async (load, timeoutMs) => {
        const limits = signal === undefined ? { timeoutMs } : { timeoutMs, signal };
        return decode(await requests.request(encodeClearRequest(load), limits));
      },
      connectBus: () =>
        openBusClient({ path: busPath }).catch((error: unknown) => {
          throw new MasterUnreachableError({ path: busPath, err: errorText(error) }, error);
        }),
      readKey: () => readLocalKey(localKeyPath(config.cachedir, options.user, config.user)),
      closeSockets: () => requests.close(),
    });
  } catch (error) {
    requests.close();
    throw error;
  }
}
