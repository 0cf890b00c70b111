/**
 * The terminal of this process. Writes are synchronous, so that nothing is lost when the process ends.
 */
import { writeSync } from "node:fs";
import type { Scope } from "@salt/core";
import type { Terminal } from "../print/terminal.js";
import { sendToParent } from "./parent-messages.js";
import { TypedLines } from "./typed-lines.js";

const RETRY_MS = 5;

/** Opens the terminal of this process; `signal` tells when the user wants an end. */
export function processTerminal(signal: AbortSignal, scope: Scope): Terminal {
  const typed = new TypedLines(() => process.stdin);
  return {
    out: (text) => writeAll(1, text),
    err: (text) => {
      if (!sendToParent({ complaint: text })) writeAll(2, text);
    },
    get isTerminal() {
      return process.stdout.isTTY === true;
    },
    get isErrorTerminal() {
      return process.stderr.isTTY === true;
    },
    get columns() {
      return Number(process.env.COLUMNS) || process.stdout.columns || 80;
    },
    env: process.env,
    ask: async (question) => {
      writeAll(1, question);
      return await typed.next(signal);
    },
    askSecret: async (question) => {
      writeAll(2, question);
      const { readSecret } = await import("./read-secret.js");
      return process.stdin.isTTY
        ? await readSecret(process.stdin, process.stderr, signal)
        : await typed.next(signal);
    },
    readAll,
    signal,
    scope,
  };
}

/** Writes it all; a reader that went away (`salt … | head`) is no error, a full pipe is waited for. */
function writeAll(fd: number, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}

async function readAll(): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
