/** Wrong targets under `exit_codes: salt`. */
import assert from "node:assert/strict";
import { it } from "node:test";
import type { JobRequest } from "@salt/client";
import { SaltError, TargetError } from "@salt/core";
import { LenientClient } from "./lenient-client.js";

const request: JobRequest = {
  target: { tgt: "( a", tgtType: "compound", delimiter: ":" },
  fun: "test.ping",
};

function failing(error: Error): { readonly client: LenientClient; readonly complaints: string[] } {
  const complaints: string[] = [];
  const inner = {
    publish: () => Promise.reject(error),
    async *collect() {},
  };
  const screen = { complain: (text: string) => void complaints.push(text) };
  return { client: new LenientClient(inner, screen), complaints };
}

it("means nobody, says why, and keeps the status of no answer", async () => {
  const { client, complaints } = failing(new TargetError("no such thing"));
  assert.equal(await client.publish(request), undefined);
  assert.deepEqual(complaints, ["no such thing"]);
  assert.equal(client.statusOf(2), 2);
});

it("ends with 1 where real Salt sends a job that nobody takes", async () => {
  const { client } = failing(new TargetError("a ')' is missing", { details: { unclosed: true } }));
  await client.publish(request);
  assert.equal(client.statusOf(2), 1);
});

it("lets other errors pass", async () => {
  const { client } = failing(new SaltError("X", "another"));
  await assert.rejects(client.publish(request), /another/);
});
