/**
 * Running nft, and what functions answer.
 */
import type { Dict, ExecutionContext } from "@salt/core";
import { dict, isTruthy, pythonStr } from "@salt/core";
import { splitWords } from "../cmd/words.js";
import { programPath } from "../program/run-program.js";

/** What functions that look or change answer. */
export interface NftAnswer {
  readonly comment: string;
  readonly result: boolean;
}

/** The answer as a value. */
export function answered({ comment, result }: NftAnswer): Dict {
  return dict({ comment, result });
}

/** Runs nft; what it prints, complaints included. Words of rules never become options. */
export async function nft(words: readonly string[], context: ExecutionContext): Promise<string> {
  const options = { python_shell: false };
  return pythonStr(await context.call("cmd.run", [[programPath("nft"), ...words]], options));
}

/** Runs a command that prints nothing when it could do its work. */
export async function nftDone(
  words: readonly string[],
  context: ExecutionContext,
  texts: { readonly done: string; readonly failed: string },
): Promise<Dict> {
  const isDone = !isTruthy(await nft(["--", ...words], context));
  return answered({ comment: isDone ? texts.done : texts.failed, result: isDone });
}

/** The words of a rule. Throws PythonError (`ValueError`) for a quote that is not closed. */
export function ruleWords(rule: string): readonly string[] {
  return splitWords(rule);
}
