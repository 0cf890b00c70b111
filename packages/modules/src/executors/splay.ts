/**
 * Putting jobs off, by another time on each minion.
 */
import type { Dict } from "@salt/core";
import { executorModule, get, isInt, SaltInvocationError, sleep } from "@salt/core";

const DEFAULT_SECONDS = 300;
const HASH_SIZE = 8192;

export const splay = executorModule("splay", {
  doc: "Waits up to `splaytime` seconds (of `--executor-opts`, or the option; 300 unless given): each minion the same time whenever it is asked, and not all of them the same.",
  execute: async ({ opts, data }, { id, signal, log }) => {
    const seconds = Math.floor((splayTime(data, opts) * hashOf(id)) / HASH_SIZE);
    log.debug({ seconds }, "A job waits for its turn among the minions");
    await sleep(seconds * 1000, signal);
    return null;
  },
});

function splayTime(data: Dict, opts: Dict): number {
  const given = get(data.get("executor_opts"), "splaytime") ?? opts.get("splaytime") ?? DEFAULT_SECONDS;
  if (isInt(given) && Number(given) > 0) return Number(given);
  throw new SaltInvocationError("splaytime must be a positive integer");
}

/** Jenkins' one-at-a-time hash of an id, below 8192: minions have the same share of the time as in Salt. */
function hashOf(id: string): number {
  let hash = 0;
  for (const byte of Buffer.from(id)) {
    hash = (hash + byte) >>> 0;
    hash = (hash + (hash << 10)) >>> 0;
    hash = (hash ^ (hash >>> 6)) >>> 0;
  }
  hash = (hash + (hash << 3)) >>> 0;
  hash = (hash ^ (hash >>> 11)) >>> 0;
  hash = (hash + (hash << 15)) >>> 0;
  return hash & (HASH_SIZE - 1);
}
