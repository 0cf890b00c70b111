/**
 * Reading a line from a terminal without showing it.
 */
import type { ReadStream } from "node:tty";

const ENTER = /[\r\n]/;
const BACKSPACE = /[\b\x7f]/;
const END = "\x04";
const INTERRUPT = "\x03";
const MAX_LENGTH = 4096;

/** Reads it; undefined when it is given up. Ends the line that the question stands on. */
export async function readSecret(
  input: ReadStream,
  output: { write(text: string): unknown },
  signal: AbortSignal,
): Promise<string | undefined> {
  input.setRawMode(true);
  input.setEncoding("utf8");
  try {
    return await typedLine(input, signal);
  } finally {
    input.setRawMode(false);
    input.pause();
    output.write("\n");
  }
}

function typedLine(input: ReadStream, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    let typed = "";
    const end = (line: string | undefined): void => {
      input.off("data", take);
      signal.removeEventListener("abort", giveUp);
      resolve(line);
    };
    const giveUp = (): void => end(undefined);
    const take = (piece: string | Buffer): void => {
      for (const key of String(piece)) {
        const next = pressed(typed, key);
        if (typeof next !== "string") {
          end(next.line);
          break;
        }
        typed = next;
      }
    };
    input.on("data", take);
    signal.addEventListener("abort", giveUp, { once: true });
    input.resume();
  });
}

/** What is typed after one more key; or the end, with a line unless it was given up. */
function pressed(typed: string, key: string): string | { readonly line: string | undefined } {
  if (ENTER.test(key)) return { line: typed };
  if (key === INTERRUPT || (key === END && typed === "")) return { line: undefined };
  if (BACKSPACE.test(key)) return [...typed].slice(0, -1).join("");
  return typed.length < MAX_LENGTH ? typed + key : typed;
}
