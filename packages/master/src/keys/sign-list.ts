/**
 * Files of autosign and autoreject: one expression a line, believed only when nobody else can write to them.
 */
import { readFileSync, statSync } from "node:fs";
import type { Clock } from "@salt/core";
import { compileExpression } from "../acl/expression.js";
import type { LogLimiter } from "../log-limiter.js";

/** How far write permission may go. */
export interface FileTrust {
  /** Whether the group may write too: the option `permissive_pki_access`. */
  readonly groupMayWrite: boolean;
}

const GROUP_WRITE = 0o020;
const OTHERS_WRITE = 0o002;

/** Whether only those who may decide about keys can have written a file. */
export function isTrusted(mode: number, trust: FileTrust): boolean {
  return (mode & (trust.groupMayWrite ? OTHERS_WRITE : GROUP_WRITE | OTHERS_WRITE)) === 0;
}

/** The lines of such a file; undefined when there is none or it is not to be believed. */
export function readTrusted(path: string, trust: FileTrust, log: LogLimiter): readonly string[] | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile()) return undefined;
  if (!isTrusted(found.mode, trust)) {
    log.warn({ path }, "A file of autosign is ignored: others may write to it");
    return undefined;
  }
  const lines = readFileSync(path, "utf8")
    .split("\n")
    .map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}

/** A list of expressions in a file, read again when it changes. */
export class SignList {
  readonly #path: string;
  readonly #trust: FileTrust;
  readonly #log: LogLimiter;
  readonly #clock: Clock;
  #checkedAt = Number.NEGATIVE_INFINITY;
  #tests: readonly ((id: string) => boolean)[] = [];

  constructor(path: string, trust: FileTrust, log: LogLimiter, clock: Clock) {
    this.#path = path;
    this.#trust = trust;
    this.#log = log;
    this.#clock = clock;
  }

  /** Whether a line means this id. A changed file counts after a second at most. */
  matches(id: string): boolean {
    const now = this.#clock.now();
    if (now - this.#checkedAt >= 1000 || now < this.#checkedAt) {
      this.#checkedAt = now;
      this.#tests = (readTrusted(this.#path, this.#trust, this.#log) ?? []).map(compileExpression);
    }
    return this.#tests.some((test) => test(id));
  }
}
