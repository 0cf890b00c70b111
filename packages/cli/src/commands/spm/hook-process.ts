/**
 * Runs each hook of a package in a process of its own: what runs states is ten times as large as spm, and hardly any
 * package has hooks.
 */
import { fork } from "node:child_process";
import type { Logger } from "@salt/core";
import type { Hook, HookOutcome, HookRunner } from "@salt/spm";
import { encode } from "@salt/wire";
import type { HookWish } from "./hook-messages.js";
import { readFromHooks } from "./hook-messages.js";

/** What the runner needs. */
export interface HookProcessParts {
  /** The module that the process runs. */
  readonly entry: URL;
  /** Directory of the files `master` and `minion`. */
  readonly configDir: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Makes the runner; nothing is started before a hook runs. */
export function hookRunner(parts: HookProcessParts): HookRunner {
  return {
    run: (hook, fields) => runInProcess(parts, wishOf(hook, parts.configDir, encode(fields, "ipc"))),
  };
}

function wishOf({ source, target }: Hook, configDir: string, fields: Uint8Array): HookWish {
  return { configDir, source, fields, target };
}

async function runInProcess({ entry, log, signal }: HookProcessParts, wish: HookWish): Promise<HookOutcome> {
  // Its standard output is nobody's: functions that print there would mix with what spm tells.
  const child = fork(entry, { serialization: "advanced", stdio: ["ignore", "ignore", "inherit", "ipc"] });
  let outcome: HookOutcome = { failure: undefined, jid: undefined };
  let hasAnswered = false;
  child.on("message", (sent) => {
    const message = readFromHooks(sent);
    if (message?.type === "log") relay(log, message);
    if (message?.type !== "ran") return;
    outcome = { failure: message.failure, jid: message.jid };
    hasAnswered = true;
  });
  // The process gives up its work when spm is not there any more.
  const leave = (): void => {
    if (child.connected) child.disconnect();
  };
  signal.addEventListener("abort", leave, { once: true });
  try {
    const ended = await new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("close", (status, killer) => resolve(`it ended with ${killer ?? `status ${status}`}`));
      child.send(wish, (error) => {
        if (error !== null) log.debug({ reason: error.message }, "The process of a hook is deaf");
      });
    });
    return hasAnswered ? outcome : { failure: `nothing came of it: ${ended}`, jid: undefined };
  } finally {
    signal.removeEventListener("abort", leave);
  }
}

function relay(log: Logger, line: { level: string; fields: object; message: string }): void {
  const known = (["trace", "debug", "info", "warn", "error", "fatal"] as const).find(
    (name) => name === line.level,
  );
  log[known ?? "info"]({ ...line.fields }, line.message);
}
