/**
 * A command of a function that works through a master, such as `saltutil.cmd`, from its first job to all returns.
 */
import type { JobReturn, MasterCommand } from "@salt/core";
import type { Answer } from "../local/answer.js";
import { isMissing } from "../local/answer.js";
import type { Command } from "./command.js";
import type { LocalClient } from "./local-client.js";

/** Runs the command, on some minions or in batches where it says so, and gives the returns by minion. Throws as `cmdAnswers` does. */
export async function gatherReturns(
  client: LocalClient,
  { timeout, batch, subset, failhard = false, onMissing, ...asked }: MasterCommand,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, JobReturn>> {
  const waiting = { ...(timeout === undefined ? {} : { timeout }), signal };
  const returns = new Map<string, JobReturn>();
  const some: Command | undefined =
    subset === undefined ? asked : await client.chooseSubset({ ...asked, subset }, waiting);
  if (some === undefined) return returns;
  const answers: AsyncIterable<Answer> =
    batch === undefined
      ? client.cmdAnswers(some, waiting)
      : client.cmdBatch({ ...some, batch }, { ...waiting, failhard });
  for await (const answer of answers) {
    if (!isMissing(answer)) returns.set(answer.id, answer);
    else onMissing?.(answer.id);
  }
  return returns;
}
