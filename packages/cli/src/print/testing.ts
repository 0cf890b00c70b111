/**
 * A terminal made of lists, for tests.
 */
import { Scope } from "@salt/core";
import type { Terminal } from "./terminal.js";

/** What was written, and the answers that will be given. */
export interface FakeTerminal extends Terminal {
  readonly written: string[];
  readonly complaints: string[];
  readonly scope: Scope;
}

/** Opens one; `answers` are given to questions one after another. */
export function fakeTerminal(
  options: Partial<Omit<Terminal, "scope">> & { readonly answers?: readonly string[] } = {},
): FakeTerminal {
  const written: string[] = [];
  const complaints: string[] = [];
  const answers = [...(options.answers ?? [])];
  return {
    written,
    complaints,
    out: (text) => written.push(text),
    err: (text) => complaints.push(text),
    isTerminal: false,
    isErrorTerminal: false,
    columns: 80,
    env: {},
    ask: async (question) => {
      written.push(question);
      return answers.shift();
    },
    askSecret: async (question) => {
      complaints.push(question);
      return answers.shift();
    },
    readAll: async () => "",
    signal: new AbortController().signal,
    scope: new Scope(),
    ...options,
  };
}
