/**
 * What states of files answer, and how they end early.
 */
import { isAbsolute } from "node:path";
import type {
  Dict,
  ExecutionContext,
  FunctionDefinition,
  Params,
  Plain,
  StateAnswer,
  StateFunction,
} from "@salt/core";
import { CommandExecutionError, stateFn } from "@salt/core";
import { expandUser } from "../../execution/file-functions/paths.js";
import { asPythonError } from "../../execution/file-functions/system-error.js";

/** The changes that a state tells, while they are gathered. */
export type Changes = Readonly<Record<string, Plain>>;

const NONE: Changes = {};

/** Nothing is left to do: it is as it should be, or was made so. */
export function done(name: string, comment: string, changes: Changes = NONE): StateAnswer {
  return { name, changes, result: true, comment };
}

/** What a trial would do. */
export function planned(name: string, comment: string, changes: Changes = NONE): StateAnswer {
  return { name, changes, result: null, comment };
}

/** It could not be done. */
export function failed(name: string, comment: string, changes: Changes = NONE): StateAnswer {
  return { name, changes, result: false, comment };
}

/** Ends a state with a failure, from whatever depth. */
export class StateFault extends CommandExecutionError {
  readonly answer: StateAnswer;

  /** `more`: further keys of the answer. */
  constructor(name: string, comment: string, changes: Changes = NONE, more: Changes = NONE) {
    super(comment);
    this.answer = { ...failed(name, comment, changes), ...more };
  }
}

/** Writes down a state of files: a StateFault is its answer, errors of the system are told as Python tells them. */
export function fileState<const P extends Params = Record<never, never>>(
  definition: FunctionDefinition<P, ExecutionContext, StateAnswer | Dict>,
): StateFunction {
  return stateFn({
    ...definition,
    run: async (args, context, rest) => {
      try {
        return await definition.run(args, context, rest);
      } catch (error) {
        if (error instanceof StateFault) return error.answer;
        throw asPythonError(error);
      }
    },
  });
}

/** The path that a state is about, with `~` put in. Throws StateFault when it is empty. */
export function pathOf(given: string, fun: string): string {
  const name = expandUser(given);
  if (name === "") throw new StateFault(name, `Must provide name to file.${fun}`);
  return name;
}

/** Refuses a path that depends on where the minion was started. */
export function requireAbsolute(name: string): void {
  if (!isAbsolute(name)) throw new StateFault(name, `Specified file ${name} is not an absolute path`);
}
