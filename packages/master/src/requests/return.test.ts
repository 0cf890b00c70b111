import assert from "node:assert/strict";
import { test } from "node:test";
import { dict, nullLogger } from "@salt/core";
import { Crypticle, PublicKeyCache, RequestRefused } from "@salt/wire";
import { JobStoreError } from "../errors.js";
import { JobLedger } from "../jobs/job-ledger.js";
import { LocalCacheWriter } from "../jobs/local-cache.js";
import { ReturnJournal } from "../jobs/return-journal.js";
import { AcceptedKey } from "../keys/accepted-keys.js";
import { LogLimiter } from "../log-limiter.js";
import { FakeClock, scratch, vectorKey } from "../testing/scratch.js";
import { returnCommand } from "./return.js";

const JID = "20260102030405000678";

test("a return that cannot be stored is not acknowledged, and no event tells of it", async (t) => {
  const fired: string[] = [];
  const full = new JobStoreError("disk full");
  const known = { jid: JID, minions: new Set(["web1"]), nocache: false, mirrored: false };
  const command = returnCommand({
    config: { require_minion_sign_messages: false, drop_messages_signature_fail: false, job_cache: true },
    ledger: new JobLedger({ add: () => true, find: () => known, setMinions: () => {} }),
    journal: new ReturnJournal({
      addReturns: () => {
        throw full;
      },
      sync: async () => {},
    }),
    copies: { addReturn: () => {} },
    localCache: new LocalCacheWriter(scratch(t), "sha256"),
    office: { record: () => JID },
    events: { fire: (tag) => void fired.push(tag) },
    log: nullLogger,
    limited: new LogLimiter(nullLogger, new FakeClock()),
  });
  const request = {
    id: "web1",
    load: dict({ cmd: "_return", jid: JID, fun: "test.ping", return: true }),
    nonce: "",
    key: new AcceptedKey(vectorKey("minion").publicKey.pem, new PublicKeyCache(1)),
    crypticle: new Crypticle(Crypticle.generateKey()),
    encAlgo: "OAEP-SHA1",
    sigAlgo: "PKCS1v15-SHA1",
  } as const;
  await assert.rejects(async () => await command(request), RequestRefused);
  assert.deepEqual(fired, []);
});
