/**
 * This process as the host of a daemon.
 */
import { spawn } from "node:child_process";
import type { DaemonHost } from "../commands/daemon/daemon-host.js";
import { DETACHED_MARK } from "../commands/daemon/detached-mark.js";
import { serviceManagerOf } from "../commands/daemon/service-manager.js";
import type { Terminal } from "../print/terminal.js";
import { becomeAccount } from "./become-account.js";
import { handOver } from "./hand-over.js";
import { narrowMask } from "./narrow-mask.js";
import { isDetached, readParentMessage, sendToParent } from "./parent-messages.js";

/** The host of this process. */
export function processHost(terminal: Terminal): DaemonHost {
  let wasTerminated = false;
  process.on("SIGTERM", () => {
    wasTerminated = true;
  });
  return {
    isDetached: isDetached(),
    pid: process.pid,
    serviceManager: serviceManagerOf(process.env),
    detach: () => detach(terminal),
    reportReady: () => {
      if (sendToParent({ ready: true })) process.disconnect?.();
    },
    narrowMask,
    settle: () => {
      process.chdir("/");
      process.umask(0o022);
    },
    becomeAccount: async (name, places) => {
      if (process.getuid?.() === 0) await handOver(name, places);
      await becomeAccount(name);
    },
    wasTerminated: () => wasTerminated,
    onHangup: (callback) => process.on("SIGHUP", callback),
    onCrash: (callback) => process.on("uncaughtExceptionMonitor", callback),
  };
}

/** Starts this program in a session of its own; its complaints come through until it is ready. */
async function detach(terminal: Terminal): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    detached: true,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    env: { ...process.env, [DETACHED_MARK]: "1" },
  });
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => resolve(status ?? 1));
    child.on("message", (sent) => {
      const message = readParentMessage(sent);
      if (message?.complaint !== undefined) terminal.err(message.complaint);
      if (message?.ready !== true) return;
      child.unref();
      resolve(0);
    });
  });
}
