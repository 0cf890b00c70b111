/**
 * What a process runs that runs one hook of a package for spm.
 */
import type { LogFields, Logger } from "@salt/core";
import { errorText, isDict, loggerTo } from "@salt/core";
import { decode } from "@salt/wire";
import type { FromHookProcess, HookWish } from "../commands/spm/hook-messages.js";
import { readWish } from "../commands/spm/hook-messages.js";
import { runHook } from "../commands/spm/hook-runner.js";

const interrupt = new AbortController();

process.once("disconnect", () => interrupt.abort());
process.once("message", (message) => {
  const wish = readWish(message);
  if (wish === undefined) process.exit(1);
  void answer(wish);
});

async function answer(wish: HookWish): Promise<void> {
  const outcome = await outcomeOf(wish);
  if (process.send === undefined || !process.connected) process.exit(1);
  const ran: FromHookProcess = { type: "ran", ...outcome };
  process.send(ran, () => process.exit(0));
}

async function outcomeOf({ configDir, source, fields, target }: HookWish) {
  const variables = decode(fields, { dialect: "ipc" });
  try {
    if (!isDict(variables)) process.exit(1);
    const parts = { configDir, log: relayedLog(), signal: interrupt.signal };
    return await runHook({ source, target, variables }, parts);
  } catch (error) {
    return { failure: errorText(error), jid: undefined };
  }
}

/** A logger whose lines spm writes. */
function relayedLog(): Logger {
  return loggerTo((level, fields, message) => {
    const line: FromHookProcess = { type: "log", level, fields: plain(fields), message };
    if (process.connected) process.send?.(line);
  });
}

/** Fields that a message can carry. */
function plain(fields: LogFields): LogFields {
  const simple = (value: unknown): unknown =>
    ["string", "number", "boolean"].includes(typeof value) ? value : errorText(value);
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, simple(value)]));
}
