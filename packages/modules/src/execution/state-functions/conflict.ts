/**
 * One state run at a time: refusing a second one, or letting it wait.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { getString, isDict, isInt, isJid, isList, isTruthy, jidToTime, pythonStr, sleep } from "@salt/core";
import { COMPILE_FAILED } from "./retcodes.js";

/** How a call wants to wait: the arguments `queue` and `concurrent`. */
export interface QueueWish {
  readonly queue: Value;
  readonly concurrent: Value;
}

const LOOK_MS = 500;

/**
 * Waits for other state runs of this minion where that is wanted; answers with complaints about those that are at
 * work when it is not, or when more runs wait than allowed. Throws when the job ends meanwhile.
 */
export async function conflictOf(
  context: ExecutionContext,
  { queue, concurrent }: QueueWish,
): Promise<readonly string[] | undefined> {
  const wish = queue ?? (await context.call("config.option", ["state_queue", false]));
  const others = await othersAtWork(context);
  const limit = typeof wish === "boolean" || !isInt(wish) ? undefined : Number(wish);
  if (wish === true || (limit !== undefined && (limit === 0 || others.length < limit))) {
    await waitForTurn(context);
    return undefined;
  }
  if (isTruthy(concurrent) || others.length === 0) return undefined;
  context.retcode = COMPILE_FAILED;
  return others.map(complaint);
}

/** The text about each state run at work, this one left out. */
export async function runsAtWork(context: ExecutionContext): Promise<readonly string[]> {
  return (await othersAtWork(context)).map(complaint);
}

function complaint(job: Dict): string {
  const word = (key: string): string => pythonStr(job.get(key) ?? null);
  const started = jidToTime(word("jid"));
  return `The function "${word("fun")}" is running as PID ${word("pid")} and was started at ${started} with jid ${word("jid")}`;
}

async function othersAtWork(context: ExecutionContext): Promise<readonly Dict[]> {
  const jobs = await context.call("saltutil.is_running", ["state.*"]);
  const own = context.job?.jid;
  return (isList(jobs) ? jobs : []).filter(isDict).filter((job) => pythonStr(job.get("jid") ?? null) !== own);
}

/** Waits until no other run is at work that does not itself wait behind this one. */
async function waitForTurn(context: ExecutionContext): Promise<void> {
  const own = context.job?.jid ?? "";
  const dir = join(getString(context.opts, "cachedir") ?? "", "queues", "state_queue");
  const mark = isJid(own) ? join(dir, own) : undefined;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (mark !== undefined) writeFileSync(mark, "");
  try {
    for (;;) {
      const waiting = new Set(readdirSync(dir));
      const before = (await othersAtWork(context)).filter((job) => {
        const jid = pythonStr(job.get("jid") ?? null);
        return !waiting.has(jid) || jid < own;
      });
      if (before.length === 0) return;
      await sleep(LOOK_MS, context.signal);
      context.signal.throwIfAborted();
    }
  } finally {
    if (mark !== undefined) rmSync(mark, { force: true });
  }
}
