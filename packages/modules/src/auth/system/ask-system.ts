/**
 * Asking the system about accounts: one short-lived process a question.
 */
import { spawn } from "node:child_process";
import type { AuthContext, Dict, Plain } from "@salt/core";
import { CommandExecutionError, dict, getString, isDict, parseJson, TimeoutError, toJson } from "@salt/core";
import { SYSTEM_PROGRAM } from "./program.js";

/** The longest that PAM may take, in milliseconds; its modules pause after a wrong password. */
const MAX_MS = 30_000;
const MAX_ANSWER = 64 * 1024;
const MAX_REASON = 2048;
const DEFAULT_PYTHON = "/usr/bin/python3";

/** Asks and gives the answer. Throws CommandExecutionError and TimeoutError, neither with anything secret. */
export async function askSystem(
  question: { readonly do: "pam" | "groups" | "crypt"; readonly [name: string]: Plain },
  { opts, signal }: AuthContext,
): Promise<Dict> {
  const python = getString(opts, "auth.pam.python") ?? DEFAULT_PYTHON;
  const { output, reason } = await run(python, toJson(dict(question)), signal);
  const answer = output === "" ? undefined : parseJson(output);
  if (isDict(answer)) return answer;
  const last = reason.trimEnd().split("\n").at(-1) ?? "";
  throw new CommandExecutionError(`The system cannot be asked by ${python}: ${last}`, {
    hint: "auth.pam.python names a Python 3 that can load libpam and libcrypt.",
  });
}

function run(
  program: string,
  input: string,
  signal: AbortSignal,
): Promise<{ readonly output: string; readonly reason: string }> {
  const deadline = AbortSignal.timeout(MAX_MS);
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["-I", "-c", SYSTEM_PROGRAM], {
      stdio: ["pipe", "pipe", "pipe"],
      cwd: "/",
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C.UTF-8" },
      signal: AbortSignal.any([signal, deadline]),
      killSignal: "SIGKILL",
    });
    const kept = { output: "", reason: "" };
    child.stdout.on("data", (piece: Buffer) => {
      if (kept.output.length < MAX_ANSWER) kept.output += piece.toString("utf8");
    });
    child.stderr.on("data", (piece: Buffer) => {
      kept.reason = (kept.reason + piece.toString("utf8")).slice(-MAX_REASON);
    });
    child.on("error", (error) =>
      reject(
        deadline.aborted
          ? new TimeoutError("The system took too long to authenticate", { cause: error })
          : new CommandExecutionError(`The system cannot be asked: ${error.message}`),
      ),
    );
    child.on("close", () => resolve(kept));
    // A Python that ends before it has read everything says why on its standard error.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}
