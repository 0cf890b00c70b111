/**
 * Tells systemd how a service of `Type=notify` fares, through the program systemd-notify: Node opens no datagram
 * sockets of the kind that systemd listens on.
 */
import { execFile } from "node:child_process";
import type { Logger } from "@salt/core";
import { errorText } from "@salt/core";

/** What the manager of services can be told. */
export type ServiceState = "ready" | "stopping";

/** Whoever started this daemon as a service, if anybody did. */
export interface ServiceManager {
  /** Never throws: what cannot be told is logged. */
  tell(state: ServiceState, log: Logger): Promise<void>;
}

/** Where systemd listens is said by this variable. */
const SOCKET = "NOTIFY_SOCKET";
/** How long systemd-notify may take, in ms. */
const NOTIFY_MS = 5000;
const MESSAGES: Readonly<Record<ServiceState, string>> = { ready: "READY=1", stopping: "STOPPING=1" };

/**
 * The manager that the environment names. Its address is taken out of the environment, so that no job can speak for
 * the daemon.
 */
export function serviceManagerOf(env: NodeJS.ProcessEnv, program = "systemd-notify"): ServiceManager {
  const socket = env[SOCKET];
  delete env[SOCKET];
  if (socket === undefined || socket === "") return { tell: async () => {} };
  return {
    tell: (state, log) =>
      new Promise((resolve) => {
        const options = { timeout: NOTIFY_MS, env: { PATH: env.PATH, [SOCKET]: socket } };
        execFile(program, [MESSAGES[state]], options, (error) => {
          if (error !== null) log.warn({ state, reason: errorText(error) }, "systemd could not be told");
          resolve();
        });
      }),
  };
}
