/**
 * What the ways to run a job have in common: the command, the client, and where to print.
 */
import type { Answer, JobClient, JobRequest } from "@salt/client";
import { highestRetcode, isMissing } from "@salt/client";
import type { Value } from "@salt/core";
import { dict } from "@salt/core";
import type { ExitPolicy } from "../exit-status.js";
import type { Screen } from "../screen.js";
import type { Settings } from "../settings.js";
import type { SaltCommand } from "./command.js";
import type { SilentWord } from "./missing-text.js";
import { missingText, reasonText, silentWord } from "./missing-text.js";
import type { Progress } from "./progress.js";

/** Everything one run of `salt` works with. */
export interface SaltSession {
  readonly command: SaltCommand;
  readonly client: Pick<JobClient, "publish" | "collect">;
  readonly screen: Screen;
  readonly progress: Progress;
  readonly settings: Settings;
  readonly policy: ExitPolicy;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Said when a target means nobody. */
export const NOTHING_MATCHED = "No minions matched the target. No command was sent, no jid was assigned.";
/** Said on standard error when there is nothing to print. */
export const NO_RETURN = "ERROR: No return received";
/** Said on standard error when some return tells a failure. */
export const SOME_FAILED = "ERROR: Minions returned with non-zero exit code";

/** One answer, made ready to be printed. */
export interface PrintableAnswer {
  readonly id: string;
  /** Or which of Salt's two words says why not. */
  readonly answered: true | SilentWord;
  readonly value: Value;
  readonly out: string | undefined;
  readonly retcode: number;
}

/** The value, outputter and retcode for an answer to the job `jid`. */
export function printable(jid: string, answer: Answer): PrintableAnswer {
  if (isMissing(answer)) {
    const word = silentWord(answer.missing);
    return { id: answer.id, answered: word, value: missingText(jid, word), out: "no_return", retcode: 1 };
  }
  const retcode = highestRetcode(answer.retcode);
  return { id: answer.id, answered: true, value: answer.return, out: answer.out, retcode };
}

/** Prints one answer under its minion's id. */
export async function printAnswer(screen: Screen, answer: PrintableAnswer): Promise<void> {
  const value = dict([[answer.id, answer.value]]);
  await screen.value(value, { outputter: answer.out, retcode: answer.retcode });
}

/**
 * Says on standard error why a minion did not answer, where the master could tell. With `exit_codes: salt` only
 * when `--verbose` asks for it, as scripts may compare what is printed.
 */
export function complainOf(
  session: Pick<SaltSession, "screen" | "now" | "policy" | "settings">,
  answer: Answer,
): void {
  if (!isMissing(answer) || (session.policy === "salt" && !session.settings.flag("verbose"))) return;
  const text = reasonText(answer.id, answer.missing, session.now());
  if (text !== undefined) session.screen.complain(text);
}

/** The request for a command. */
export function requestOf(command: SaltCommand): JobRequest {
  const { target, fun, arg, ret, options } = command;
  return { target, fun, arg, ret, options };
}
