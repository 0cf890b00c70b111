/**
 * A process full of simulated minions: each takes every job and returns it until the master has acknowledged that.
 * Started as `fleet.js PORT FIRST COUNT KEYFILE JOURNAL`; a line `id jid` in the journal is an acknowledged return.
 * The process may be killed at any time: what it had not yet returned is then lost, as with a real minion without
 * its spool, and what is in the journal must be in the job cache.
 */
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import type { Dict } from "@salt/core";
import { getString } from "@salt/core";
import { SimMinion } from "@salt/testkit";
import { PrivateKey } from "@salt/wire";

const PAUSE_MS = 200;
const TRIES = 100;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Tries something until it works or has failed too often. */
async function persist<T>(attempt: () => Promise<T | undefined>): Promise<T | undefined> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const result = await attempt().catch(() => undefined);
    if (result !== undefined) return result;
    await wait(PAUSE_MS + Math.random() * PAUSE_MS);
  }
  return undefined;
}

/** Sends one return; true when the master acknowledged it. Signs in again when the session key is refused. */
async function sendReturn(minion: SimMinion, job: Dict): Promise<true | undefined> {
  const jid = getString(job, "jid") ?? "";
  const reply = await minion.request(
    {
      cmd: "_return",
      jid,
      fun: job.get("fun") ?? "",
      fun_args: [],
      return: `${minion.id} ${jid}`,
      success: true,
      retcode: 0,
    },
    3000,
  );
  if (reply === null) return true;
  if (reply instanceof Map && reply.has("refused")) await minion.mustSignIn();
  return undefined;
}

async function run(minion: SimMinion, journal: number): Promise<void> {
  await persist(() => minion.mustSignIn());
  await minion.listen((job) => {
    // Not awaited: a minion takes the next job while it still waits for this acknowledgement.
    void persist(() => sendReturn(minion, job)).then((acknowledged) => {
      if (acknowledged) writeSync(journal, `${minion.id} ${getString(job, "jid")}\n`);
    });
  });
}

const [port = "", first = "", count = "", keyFile = "", journalFile = ""] = process.argv.slice(2);
const key = PrivateKey.fromPem(readFileSync(keyFile, "utf8"));
const journal = openSync(journalFile, "a");
process.once("exit", () => closeSync(journal));
const ids = Array.from({ length: Number(count) }, (_none, index) => `sim${Number(first) + index}`);
const minions = await Promise.all(ids.map((id) => SimMinion.open({ id, port: Number(port), key })));
await Promise.all(minions.map((minion) => run(minion, journal)));
// Without its driver a fleet has nothing left to do.
process.once("disconnect", () => process.exit(0));
