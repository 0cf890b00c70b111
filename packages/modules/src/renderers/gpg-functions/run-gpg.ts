/**
 * The program gpg: a message on its standard input, what it holds on its standard output.
 */
import { spawn } from "node:child_process";
import { TimeoutError } from "@salt/core";

/** One message to decrypt. */
export interface GpgRequest {
  readonly program: string;
  /** The directory with the keys. */
  readonly keys: string;
  readonly input: string;
  readonly signal: AbortSignal;
}

/** What came of it; nothing in `output` when it could not be decrypted, and then why. */
export interface GpgResult {
  readonly output: Buffer;
  readonly reason: string;
}

/** The longest that gpg may take, in milliseconds. */
const MAX_MS = 60_000;
/** The most that a message may hold, and the most that is kept of gpg's own words, in bytes. */
const MAX_OUTPUT = 16 * 1024 * 1024;
const MAX_REASON = 4096;

/** Decrypts a message. Throws TimeoutError. */
export function runGpg({ program, keys, input, signal }: GpgRequest): Promise<GpgResult> {
  const words = ["--homedir", keys, "--status-fd", "2", "--no-tty", "--batch", "-d"];
  const deadline = AbortSignal.timeout(MAX_MS);
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      stdio: ["pipe", "pipe", "pipe"],
      signal: AbortSignal.any([signal, deadline]),
    });
    const output: Buffer[] = [];
    const reasons: Buffer[] = [];
    let size = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_OUTPUT) child.kill();
      else output.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (reasons.length < MAX_REASON) reasons.push(chunk);
    });
    child.on("error", (error) =>
      reject(deadline.aborted ? new TimeoutError("gpg took too long", { cause: error }) : error),
    );
    child.on("close", () => {
      const reason = Buffer.concat(reasons).toString("utf8").slice(0, MAX_REASON);
      resolve({ output: size > MAX_OUTPUT ? Buffer.alloc(0) : Buffer.concat(output), reason });
    });
    // A gpg that ends before it has read everything says why on its standard error.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}
