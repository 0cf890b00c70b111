/**
 * Opening the two ports, with a sentence for the operator when that fails.
 */
import type { Logger, MasterConfig } from "@salt/core";
import type { Endpoint, PublishServer, RequestServer, RequestServerOptions } from "@salt/wire";
import { ChannelError, openPublishServer, openRequestServer } from "@salt/wire";
import { StartError } from "./errors.js";

/** The reference ends with this status when it cannot bind. */
const CANNOT_BIND = 4;

/** Opens the port that jobs go out of. Throws StartError. */
export function openPublishPort(config: MasterConfig, log: Logger): Promise<PublishServer> {
  return openAt(config, config.publish_port, (endpoint) =>
    openPublishServer({ ...endpoint, hwm: config.pub_hwm, backlog: config.zmq_backlog, log }),
  );
}

/** Opens the port that requests come in at. Throws StartError. */
export function openRequestPort(
  config: MasterConfig,
  log: Logger,
  answer: RequestServerOptions["answer"],
): Promise<RequestServer> {
  return openAt(config, config.ret_port, (endpoint) =>
    openRequestServer({
      ...endpoint,
      maxRequestBytes: config.max_request_size,
      maxOpenRequests: config.max_open_requests,
      backlog: config.zmq_backlog,
      log,
      answer,
    }),
  );
}

async function openAt<T>(
  config: MasterConfig,
  port: number,
  open: (endpoint: Endpoint) => Promise<T>,
): Promise<T> {
  try {
    return await open({ address: config.interface, port, ipv6: config.ipv6 });
  } catch (cause) {
    if (!(cause instanceof ChannelError)) throw cause;
    throw new StartError(
      `The master cannot listen on port ${port} of ${config.interface}: ${cause.message}`,
      {
        cause,
        exitCode: CANNOT_BIND,
        hint: cause.hint ?? "Choose other ports by the options publish_port and ret_port.",
      },
    );
  }
}
