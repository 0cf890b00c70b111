/**
 * Does what a page tells its reader to do, and compares what comes of it with what the page shows.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { errorText } from "@salt/core";
import type { Block, Typed } from "./blocks.js";
import { fleetCommands } from "./machine.js";
import type { Printed, Shell } from "./shell.js";
import { isAsShown } from "./shown-output.js";

const COMMAND_WITHIN_MS = 120_000;
/** How long a block that may wait is tried again. */
const WAIT_MS = 60_000;
const PAUSE_MS = 300;

/** Runs the blocks in order. Gives what went wrong first, with its line; undefined when all is as shown. */
export async function runPage(blocks: readonly Block[], shell: Shell): Promise<string | undefined> {
  let hasFleet = false;
  for (const block of blocks) {
    if (block.type === "file") {
      mkdirSync(dirname(block.path), { recursive: true });
      writeFileSync(block.path, block.text);
      continue;
    }
    if (block.fleet && !hasFleet) {
      hasFleet = true;
      for (const command of fleetCommands()) await shell.type(command, COMMAND_WITHIN_MS);
    }
    for (const typed of block.commands) {
      const fault = await tryCommand(typed, shell, block.waits ? WAIT_MS : 0);
      if (fault !== undefined) return `line ${typed.line}: ${fault}`;
    }
  }
  return undefined;
}

async function tryCommand(typed: Typed, shell: Shell, waitMs: number): Promise<string | undefined> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    const printed = await outcome(typed, shell);
    if (typeof printed === "string") return printed;
    if (printed.status === 0 && isAsShown(typed.expected, printed.lines)) return undefined;
    if (performance.now() >= deadline) return difference(typed, printed);
    await wait(PAUSE_MS);
  }
}

async function outcome(typed: Typed, shell: Shell): Promise<Printed | string> {
  try {
    return await shell.type(typed.command, COMMAND_WITHIN_MS);
  } catch (error) {
    return errorText(error);
  }
}

function difference({ command, expected }: Typed, { lines, status }: Printed): string {
  const shown = expected.map((line) => `    ${line}`).join("\n");
  const printed = lines.map((line) => `    ${line}`).join("\n");
  return `${command}\n  the page shows (status 0):\n${shown}\n  it printed (status ${status}):\n${printed}`;
}
