/**
 * Sends a job and prints each answer as it comes: what `salt` does unless told otherwise.
 */
import type { Answer, PublishedJob } from "@salt/client";
import { isMissing } from "@salt/client";
import { EXIT } from "../exit-status.js";
import { lookupText } from "./missing-text.js";
import { counted } from "./progress.js";
import type { PrintableAnswer, SaltSession } from "./session.js";
import {
  complainOf,
  NO_RETURN,
  NOTHING_MATCHED,
  printAnswer,
  printable,
  requestOf,
  SOME_FAILED,
} from "./session.js";
import type { Outcome } from "./summary.js";
import { summaryLines } from "./summary.js";

/** Runs the job; the exit status. */
export async function runDirect(session: SaltSession): Promise<number> {
  const publishing = session.client.publish(requestOf(session.command));
  session.screen.prepare();
  const job = await publishing;
  if (job === undefined) return await nothingMatched(session);
  announce(session, job);
  const printed: PrintableAnswer[] = [];
  const missing: Answer[] = [];
  for await (const answer of answersTo(session, job)) {
    const ready = printable(job.jid, answer);
    await printAnswer(session.screen, ready);
    printed.push(ready);
    if (isMissing(answer)) missing.push(answer);
  }
  if (session.signal.aborted) return interrupted(session, job);
  for (const answer of missing) complainOf(session, answer);
  printSummary(session, printed);
  if (printed.every((answer) => answer.retcode === 0)) return EXIT.ok;
  session.screen.complain(SOME_FAILED);
  return EXIT.failed;
}

/** The answers to a job, less the silent minions that are not to be shown. */
async function* answersTo(session: SaltSession, job: PublishedJob): AsyncGenerator<Answer> {
  const { settings } = session;
  const showSilent = settings.value("show_timeout") !== false || settings.flag("verbose");
  for await (const answer of everyAnswerTo(session, job)) {
    const keyless = isMissing(answer) && job.missing.includes(answer.id);
    if (!isMissing(answer) || showSilent || keyless) yield answer;
  }
}

/** All answers to a job, counted in the progress line; `doing` is what that says. */
export function everyAnswerTo(
  session: SaltSession,
  job: PublishedJob,
  doing?: string,
): AsyncGenerator<Answer> {
  const { client, command, progress, signal } = session;
  const { timeout, gatherJobTimeout } = command;
  const options = { timeout, gatherJobTimeout, signal };
  return counted(progress, job.minions.length, client.collect(job, options), doing);
}

/** Says that the target means nobody; as in Salt, an outputter that prints empty maps still gets one. */
export async function nothingMatched(session: SaltSession): Promise<number> {
  session.screen.line(NOTHING_MATCHED);
  await session.screen.value(new Map());
  session.screen.complain(NO_RETURN);
  return EXIT.nothing;
}

/** Prints the job id, as asked. */
export function announce({ settings, screen }: SaltSession, job: PublishedJob): void {
  if (settings.flag("verbose")) {
    const text = `Executing job with jid ${job.jid}`;
    screen.line(text);
    screen.line(`${"-".repeat(text.length)}\n`);
  } else if (settings.flag("show_jid")) {
    screen.line(`jid: ${job.jid}`);
  }
}

/** Says, after Ctrl-C, where the answers still to come will be. */
export function interrupted(
  { screen, policy }: Pick<SaltSession, "screen" | "policy">,
  job: PublishedJob | undefined,
): number {
  const lines = ["", "Exiting gracefully on Ctrl-c"];
  if (job !== undefined) lines.push(`This job's jid is: ${job.jid}`, lookupText(job.jid));
  screen.complain(lines.join("\n"));
  return policy === "salt" ? EXIT.ok : EXIT.interrupted;
}

/** Prints the summary, if asked. With another outputter than the default one, the output is for a program, which counts itself. */
export function printSummary({ settings, screen }: SaltSession, printed: readonly Outcome[]): void {
  if (!settings.flag("cli_summary") || settings.isGiven("output")) return;
  for (const line of summaryLines(printed, settings.flag("verbose"))) screen.line(line);
}
