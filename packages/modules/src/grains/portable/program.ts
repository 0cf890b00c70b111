/**
 * Running the few programs that know what no file tells.
 */
import { execFile } from "node:child_process";

/** What a program printed to standard output; undefined when it failed or took longer than `ms`. */
export function outputOf(program: string, args: readonly string[], ms: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { timeout: ms, maxBuffer: 1 << 20, env: { ...process.env, LC_ALL: "C" } };
    execFile(program, args, options, (error, stdout) => resolve(error === null ? stdout : undefined));
  });
}
