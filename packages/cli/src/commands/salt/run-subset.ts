/**
 * `--subset`: picks some of the minions that know the function; the job is then for these only.
 */
import { isMissing } from "@salt/client";
import type { Target } from "@salt/core";
import { isList } from "@salt/core";
import { everyAnswerTo } from "./run-direct.js";
import type { SaltSession } from "./session.js";

/** The session with at most `count` minions as its target; undefined when it means nobody. `random`: from 0 to 1. */
export async function narrowed(
  session: SaltSession,
  count: number,
  random = Math.random,
): Promise<SaltSession | undefined> {
  const { client, command } = session;
  const job = await client.publish({ target: command.target, fun: "sys.list_functions" });
  if (job === undefined) return undefined;
  const wanted = typeof command.fun === "string" ? [command.fun] : command.fun;
  const able: string[] = [];
  for await (const answer of everyAnswerTo(session, job, "asked for their functions")) {
    if (isMissing(answer) || !isList(answer.return)) continue;
    const known = new Set(answer.return);
    if (wanted.every((fun) => known.has(fun))) able.push(answer.id);
  }
  const target: Target = { tgt: pick(able, count, random), tgtType: "list", delimiter: ":" };
  return { ...session, command: { ...command, target } };
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
