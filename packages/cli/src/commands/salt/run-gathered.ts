/**
 * Runs whose answers are printed together at the end: `--static` and documentation.
 */
import type { Answer } from "@salt/client";
import { highestRetcode, isMissing } from "@salt/client";
import type { Value } from "@salt/core";
import { dict } from "@salt/core";
import { EXIT, unlessSalt } from "../exit-status.js";
import { mergeDocs } from "./docs.js";
import { announce, everyAnswerTo, interrupted, nothingMatched } from "./run-direct.js";
import type { SaltSession } from "./session.js";
import { complainOf, NO_RETURN, NOTHING_MATCHED, requestOf, SOME_FAILED } from "./session.js";

/** `--static`: one map of all returns. Silent minions are left out of it and named on standard error. */
export async function runStatic(session: SaltSession): Promise<number> {
  const { client, command, screen, settings, signal } = session;
  const job = await client.publish(requestOf(command));
  if (job === undefined) return await nothingMatched(session);
  const showSilent = settings.value("show_timeout") !== false || settings.flag("verbose");
  const returns = new Map<Value, Value>();
  const missing: Answer[] = [];
  let highest = 0;
  for await (const answer of everyAnswerTo(session, job)) {
    if (isMissing(answer)) {
      if (showSilent) missing.push(answer);
    } else {
      returns.set(answer.id, answer.return);
      highest = Math.max(highest, highestRetcode(answer.retcode));
    }
  }
  if (signal.aborted) return interrupted(session, job);
  await screen.value(returns, { outputter: isStateFunction(command.fun) ? "highstate" : undefined });
  for (const answer of missing) complainOf(session, answer);
  if (returns.size === 0) {
    screen.complain(NO_RETURN);
    return EXIT.nothing;
  }
  if (missing.length === 0 && highest === 0) return EXIT.ok;
  if (session.policy === "honest") screen.complain(SOME_FAILED);
  return unlessSalt(session.policy, EXIT.failed);
}

function isStateFunction(fun: string | readonly string[]): boolean {
  return typeof fun === "string" && fun.startsWith("state.");
}

/** `-d` and `sys.doc`: each function's documentation once. */
export async function runDocs(session: SaltSession): Promise<number> {
  const { client, command, screen, settings, signal } = session;
  const job = await client.publish(requestOf(command));
  if (job === undefined) {
    screen.line(NOTHING_MATCHED);
    screen.complain("No minions found to gather docs from");
    return EXIT.nothing;
  }
  announce(session, job);
  const returns: Value[] = [];
  for await (const answer of everyAnswerTo(session, job)) {
    if (isMissing(answer)) complainOf(session, answer);
    else returns.push(answer.return);
  }
  if (signal.aborted) return interrupted(session, job);
  for (const [fun, text] of mergeDocs(returns)) {
    if (settings.isGiven("output")) await screen.value(dict([[fun, text]]), { outputter: "nested" });
    else screen.line(`${fun}:\n${text}\n`);
  }
  return EXIT.ok;
}
