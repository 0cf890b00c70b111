/**
 * One repository as the states of git see it: calls of git's execution functions, and what happened so far.
 */
import type { ExecutionContext, MutableDict, Plain, StateAnswer, Value } from "@salt/core";
import { CommandExecutionError, errorText, isList, isTrial, pythonStr } from "@salt/core";

/** How git is run. */
export interface GitAccount {
  readonly user: string | null;
  readonly password: Value;
  readonly output_encoding: string | null;
}

type Named = { readonly [name: string]: Plain };

/** A repository, and the changes and comments of the state that works on it. */
export class Repository {
  readonly changes: MutableDict = new Map<Value, Value>();
  readonly comments: string[] = [];
  readonly warnings: string[] = [];
  readonly isTrial: boolean;
  readonly #name: string;
  readonly #context: ExecutionContext;
  readonly #account: GitAccount;

  constructor(name: string, context: ExecutionContext, account: GitAccount) {
    this.#name = name;
    this.#context = context;
    this.#account = account;
    this.isTrial = isTrial(context);
  }

  /** Calls a function of git. Throws CommandExecutionError when git fails. */
  async git(fun: string, args: readonly Plain[], named: Named = {}): Promise<Value> {
    return await this.#context.call(`git.${fun}`, [...args], { ...this.#account, ...named });
  }

  /** What git answers as a text; undefined when it fails. */
  async ask(fun: string, args: readonly Plain[], named: Named = {}): Promise<string | undefined> {
    try {
      return pythonStr(await this.git(fun, args, { ...named, ignore_retcode: true }));
    } catch (error) {
      if (error instanceof CommandExecutionError) return undefined;
      throw error;
    }
  }

  /** What git answers as a list of texts. */
  async list(fun: string, args: readonly Plain[], named: Named = {}): Promise<readonly string[]> {
    const told = await this.git(fun, args, named);
    return isList(told) ? told.map(pythonStr) : [];
  }

  /** The answer of the state. */
  answer(result: boolean | null, comment: string): StateAnswer {
    const more = this.warnings.length === 0 ? {} : { warnings: this.warnings };
    return { name: this.#name, changes: this.changes, result, comment, ...more };
  }

  /** A failure, with what was changed before it. */
  failed(comment: string, comments: readonly string[] = []): StateAnswer {
    const before = comments.length === 0 ? "" : `\n\nChanges already made: ${sentences(comments)}`;
    return this.answer(false, comment + before);
  }

  /** Nothing had to be done, but for what `comments` say. */
  upToDate(target: string, comments: readonly string[], hasLocalChanges = false): StateAnswer {
    const local = hasLocalChanges
      ? ", but with uncommitted changes. Set 'force_reset' to True to purge uncommitted changes."
      : "";
    const made = this.isTrial ? "that would be made" : "made";
    const more = comments.length === 0 ? "" : `\n\nChanges ${made}: ${sentences(comments)}`;
    return this.answer(true, `Repository ${target} is up-to-date${local}${more}`);
  }
}

/** Comments as one text: several end with a full stop each. */
export function sentences(comments: readonly string[]): string {
  return comments.join(". ") + (comments.length > 1 ? "." : "");
}

/** What git said, without the command that failed. */
export function gitFault(error: unknown): string {
  return errorText(error).replace(/^Command ['"].+['"] failed: /, "");
}

/** The first seven digits of a commit; `None` is for none. */
export function shortCommit(commit: string | undefined): string {
  return commit === undefined ? "None" : commit.slice(0, 7);
}

/** Whether a step ended the state with an answer. */
export function isAnswer(told: object): told is StateAnswer {
  return "result" in told && "comment" in told;
}
