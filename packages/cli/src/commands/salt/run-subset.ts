/**
 * `--subset`: picks some of the minions that know the function, then runs the job on them.
 */
import { isMissing } from "@salt/client";
import type { Target } from "@salt/core";
import { isList } from "@salt/core";
import { nothingMatched, runDirect } from "./run-direct.js";
import type { SaltSession } from "./session.js";
import { NOTHING_MATCHED } from "./session.js";

/** Runs the job on at most `count` minions; the exit status. `random` gives numbers from 0 to 1. */
export async function runSubset(session: SaltSession, count: number, random = Math.random): Promise<number> {
  const { client, command, screen, signal } = session;
  const job = await client.publish({ target: command.target, fun: "sys.list_functions" });
  if (job === undefined) {
    screen.line(NOTHING_MATCHED);
    return await nothingMatched(session);
  }
  const wanted = typeof command.fun === "string" ? [command.fun] : command.fun;
  const able: string[] = [];
  for await (const answer of client.collect(job, { timeout: command.timeout, signal })) {
    if (isMissing(answer) || !isList(answer.return)) continue;
    const known = new Set(answer.return);
    if (wanted.every((fun) => known.has(fun))) able.push(answer.id);
  }
  const target: Target = { tgt: pick(able, count, random), tgtType: "list", delimiter: ":" };
  return await runDirect({ ...session, command: { ...command, target } });
}

/** Some of a list, each as likely as the others. */
export function pick(ids: readonly string[], count: number, random: () => number): readonly string[] {
  const left = [...ids];
  const picked: string[] = [];
  while (picked.length < count && left.length > 0) {
    picked.push(...left.splice(Math.floor(random() * left.length), 1));
  }
  return picked;
}
