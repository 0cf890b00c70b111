import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { BusEvent, Dict, Plain, StoredReturn, Value } from "@salt/core";
import { dict, get, getString, TargetError } from "@salt/core";
import type { Answer } from "./answer.js";
import { PublishRefusedError, UnknownNodegroupError } from "./errors.js";
import type { EventSource } from "./event-feed.js";
import type { JobClientParts } from "./job-client.js";
import { JobClient } from "./job-client.js";
import { callerName, localKeyPath } from "./local-key.js";

const JID = "20260101000000000001";

/** A bus that a test fills by hand. */
class FakeBus implements EventSource {
  readonly #events: BusEvent[] = [];
  #wake: (() => void) | undefined;
  #closed = false;

  put(tag: string, data: { readonly [key: string]: Plain }): void {
    this.#events.push({ tag, data: dict(data) });
    this.#wake?.();
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<BusEvent> {
    while (!this.#closed) {
      const event = this.#events.shift();
      if (event !== undefined) yield event;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

interface Bench {
  readonly client: JobClient;
  readonly bus: FakeBus;
  readonly sent: Dict[];
}

async function open(
  reply: (load: Dict, bus: FakeBus) => Value,
  more: Partial<JobClientParts> = {},
): Promise<Bench> {
  const bus = new FakeBus();
  const sent: Dict[] = [];
  const client = await JobClient.open({
    config: {
      timeout: 0,
      gather_job_timeout: 0,
      publish_timeout: 1,
      nodegroups: new Map([["web", "G@role:web"]]),
      order_masters: false,
      syndic_wait: 5,
    },
    configFile: "/etc/salt/master",
    user: "root",
    send: async (load) => {
      sent.push(load);
      return reply(load, bus);
    },
    connectBus: async () => bus,
    readKey: async () => "key1",
    ...more,
  });
  return { client, bus, sent };
}

const published = (minions: readonly string[], jid = JID): Value =>
  dict({ enc: "clear", load: { jid, minions, missing: [] } });
const request = { target: { tgt: "*", tgtType: "glob", delimiter: ":" }, fun: "test.ping" } as const;

async function all(answers: AsyncIterable<Answer>): Promise<readonly Answer[]> {
  const list: Answer[] = [];
  for await (const answer of answers) list.push(answer);
  return list;
}

describe("JobClient", () => {
  it("sends the fields of publish in Salt's order, with its mark", async () => {
    const { client, sent } = await open(() => published([]));
    await client.publish({ ...request, arg: [1], options: { metadata: "m" } });
    const load = sent[0];
    const names = ["cmd", "tgt", "fun", "arg", "key", "tgt_type", "ret", "jid", "kwargs", "user"];
    assert.deepEqual([...(load?.keys() ?? [])], names);
    assert.equal(getString(load, "key"), "key1");
    assert.deepEqual(get(load, "kwargs"), dict({ metadata: "m", client: "salt-ts" }));
    await client.close();
  });

  it("gets a return whose event came before the reply", async () => {
    const { client } = await open((_load, bus) => {
      bus.put(`salt/job/${JID}/ret/a`, { id: "a", jid: JID, return: true });
      return published(["a"]);
    });
    const answers = await all(client.run(request, { timeout: 60 }));
    assert.deepEqual(
      answers.map((answer) => answer.id),
      ["a"],
    );
    await client.close();
  });

  it("finds a return that the bus lost in the job cache", async () => {
    const stored: StoredReturn = { id: "a", return: "late", retcode: 0, success: true, out: undefined };
    const { client } = await open(() => published(["a"]), { lookup: async () => [stored] });
    const [answer] = await all(client.run(request));
    assert.ok(answer !== undefined && "return" in answer);
    assert.equal(answer.return, "late");
    await client.close();
  });

  it("asks silent minions by a list target and tells why they are missing", async () => {
    const { client, sent } = await open((load) => {
      if (getString(load, "cmd") === "_salt_ts_minion_state") return dict({ a: { state: "pending" } });
      return getString(load, "fun") === "saltutil.find_job"
        ? published(["a"], "20260101000000000002")
        : published(["a"]);
    });
    const answers = await all(client.run(request));
    assert.deepEqual(answers, [{ id: "a", missing: { kind: "key", key: "pending" } }]);
    const probe = sent.find((load) => getString(load, "fun") === "saltutil.find_job");
    assert.deepEqual([get(probe, "tgt"), get(probe, "tgt_type"), get(probe, "arg")], [["a"], "list", [JID]]);
    await client.close();
  });

  it("has no reason when the master cannot tell one", async () => {
    const { client } = await open((load) =>
      getString(load, "cmd") === "publish" ? published(["a"]) : new Map(),
    );
    assert.deepEqual(await all(client.run(request)), [{ id: "a", missing: { kind: "unknown" } }]);
    await client.close();
  });

  it("reads the key again when the master was restarted", async () => {
    let key = "old";
    const { client, sent } = await open(
      (load) => (getString(load, "key") === "new" ? published(["a"]) : ""),
      {
        readKey: async () => key,
      },
    );
    key = "new";
    assert.deepEqual((await client.publish(request))?.minions, ["a"]);
    assert.equal(sent.length, 2);
    await client.close();
  });

  it("gives undefined when nothing matched", async () => {
    const nothing = dict({ enc: "clear", load: { jid: null, minions: [], error: "no minions" } });
    const { client } = await open(() => nothing);
    assert.equal(await client.publish(request), undefined);
    await client.close();
  });

  it("throws what is wrong with a target, with usage status", async () => {
    const fault = { kind: "target", hint: "Mend it.", unclosed: true };
    const { client } = await open(() => dict({ error: "a ')' is missing", fault }));
    await assert.rejects(client.publish(request), (error: unknown) => {
      assert.ok(error instanceof TargetError);
      const { message, hint, exitCode, details } = error;
      assert.deepEqual([message, hint, exitCode], ["a ')' is missing", "Mend it.", 64]);
      return details.unclosed === true;
    });
    await client.close();
  });

  it("throws the master's refusals", async () => {
    const refusal = dict({ error: { name: "AuthorizationError", message: "not for you" } });
    const { client } = await open(() => refusal);
    await assert.rejects(client.publish(request), (error: unknown) => {
      return error instanceof PublishRefusedError && error.reason === "AuthorizationError";
    });
    await client.close();
  });

  it("resolves node groups before it sends, and names the file when there is none", async () => {
    const { client, sent } = await open(() => published([]));
    await client.publish({ ...request, target: { tgt: "web", tgtType: "nodegroup", delimiter: ":" } });
    assert.equal(getString(sent[0], "tgt_type"), "compound");
    assert.match(getString(sent[0], "tgt") ?? "", /G@role:web/);
    const unknown = { tgt: "N@nosuch and *", tgtType: "compound", delimiter: ":" } as const;
    await assert.rejects(client.publish({ ...request, target: unknown }), UnknownNodegroupError);
    await client.close();
  });

  it("ends a collection when the signal aborts, without calling anyone missing", async () => {
    const { client } = await open(() => published(["a"]));
    const abort = new AbortController();
    const answers = all(client.run(request, { timeout: 60, signal: abort.signal }));
    setImmediate(() => abort.abort());
    assert.deepEqual(await answers, []);
    await client.close();
  });
});

describe("local key", () => {
  it("belongs to the master's account for root, also by sudo", () => {
    assert.equal(localKeyPath("/c", "root", "salt"), "/c/.salt_key");
    assert.equal(localKeyPath("/c", "sudo_ann", "root"), "/c/.root_key");
    assert.equal(localKeyPath("/c", "ann", "root"), "/c/.ann_key");
  });

  it("is presented under the name of who ran sudo", () => {
    assert.equal(callerName("root", "ann"), "sudo_ann");
    assert.equal(callerName("root", undefined), "root");
    assert.equal(callerName("bob", "ann"), "bob");
  });
});
