/**
 * Which shells there are, and which versions of shells and script languages.
 */
import { existsSync, readFileSync } from "node:fs";
import type { ExecutionContext, Plain } from "@salt/core";
import { processEnvironment } from "./login.js";
import { findProgram, startFault } from "./programs.js";
import { runProcess } from "./run-process.js";

const ASK_TIMEOUT_MS = 10_000;

/** How to ask for a version, and where it is in the answer. */
interface VersionQuestion {
  readonly pattern: RegExp;
  readonly words: readonly string[];
}

const QUESTIONS: ReadonlyMap<string, VersionQuestion> = new Map([
  ["bash", { pattern: /version (\d\S*)/i, words: ["bash", "--version"] }],
  ["zsh", { pattern: /^zsh (\d\S*)/i, words: ["zsh", "--version"] }],
  ["tcsh", { pattern: /^tcsh (\d\S*)/i, words: ["tcsh", "--version"] }],
  ["perl", { pattern: /^(\d\S*)/, words: ["perl", "-e", 'printf "%vd\\n", $^V;'] }],
  ["python", { pattern: /^Python (\d\S*)/i, words: ["python", "-V"] }],
  ["ruby", { pattern: /^ruby (\d\S*)/i, words: ["ruby", "-v"] }],
  ["php", { pattern: /^PHP (\d\S*)/i, words: ["php", "-v"] }],
]);

/** The shells that /etc/shells lists. */
export function listShells(path = "/etc/shells"): readonly string[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
}

/** Path and version of a shell or script language, or why they cannot be had. */
export async function shellInfo(shell: string, { signal }: ExecutionContext): Promise<Plain> {
  const question = QUESTIONS.get(shell);
  if (question === undefined) {
    return { error: `Salt does not know how to get the version number for ${shell}`, installed: null };
  }
  const { words, pattern } = question;
  const env = processEnvironment();
  const unable = (reason: string): Plain => ({
    error: `Unable to run command '${words.join(" ")}' Reason: ${reason}`,
    installed: false,
  });
  const fault = startFault(words[0] ?? "", env.PATH);
  if (fault !== undefined) return unable(fault);
  const request = { words, cwd: "/", env, ids: {}, stdin: undefined, timeoutMs: ASK_TIMEOUT_MS, signal };
  const done = await runProcess(request);
  if (done.timedOut) return unable("Timed out.");
  const text = done.stdout.toString() + done.stderr.toString();
  const raw = pattern.exec(text)?.[1];
  const path = findProgram(words[0] ?? "") ?? null;
  if (raw === undefined) return { installed: null, path, error: noVersion(shell), stdout: text };
  const parts = (/^(\d[\d.]*)/.exec(raw)?.[1] ?? raw).split(".").slice(0, 3);
  const version = (parts.length === 1 ? [...parts, "0"] : parts).join(".");
  return { installed: true, path, version_raw: raw, version };
}

function noVersion(shell: string): string {
  return `The version regex pattern for shell ${shell}, could not find the version string`;
}
