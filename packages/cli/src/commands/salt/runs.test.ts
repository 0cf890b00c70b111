import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Answer, JobRequest, MissingReason, PublishedJob } from "@salt/client";
import type { JobReturn, Plain, Value } from "@salt/core";
import { dict, toJson, toValue } from "@salt/core";
import type { ExitPolicy } from "../exit-status.js";
import { Settings } from "../settings.js";
import { noProgress } from "./progress.js";
import { runAsync } from "./run-async.js";
import { runBatch } from "./run-batch.js";
import { runDirect } from "./run-direct.js";
import { runDocs, runStatic } from "./run-gathered.js";
import { narrowed } from "./run-subset.js";
import type { SaltSession } from "./session.js";

/** What each fake minion answers to a function; undefined is silence. */
type Script = (id: string, fun: string) => { readonly return: Plain; readonly retcode?: number } | undefined;

interface Bench {
  readonly session: SaltSession;
  readonly printed: string[];
  readonly complaints: string[];
  /** Functions and targets in the order they were sent. */
  readonly sent: string[];
}

const SILENT: MissingReason = { kind: "unknown" };

function jobReturn(
  jid: string,
  id: string,
  answer: { readonly return: Plain; readonly retcode?: number },
): JobReturn {
  const retcode = answer.retcode ?? 0;
  const rest = { out: undefined, user: undefined, metadata: undefined };
  return {
    jid,
    id,
    fun: "f",
    funArgs: [],
    return: toValue(answer.return),
    retcode,
    success: retcode === 0,
    ...rest,
  };
}

function fakeClient(minions: readonly string[], script: Script, sent: string[]): SaltSession["client"] {
  let jobs = 0;
  return {
    async publish({ target, fun }: JobRequest): Promise<PublishedJob | undefined> {
      const { tgt } = target;
      const matched = typeof tgt === "string" ? minions : minions.filter((id) => tgt.includes(id));
      sent.push(`${String(fun)} ${matched.join(",")}`);
      jobs += 1;
      return matched.length === 0 ? undefined : { jid: `j${jobs}`, fun, minions: matched, missing: [] };
    },
    async *collect(job: PublishedJob): AsyncGenerator<Answer, void, undefined> {
      for (const id of job.minions) {
        const answer = script(id, String(job.fun));
        yield answer === undefined ? { id, missing: SILENT } : jobReturn(job.jid, id, answer);
      }
    },
  };
}

function bench(
  minions: readonly string[],
  script: Script,
  given: Readonly<Record<string, unknown>> = {},
  policy: ExitPolicy = "honest",
): Bench {
  const printed: string[] = [];
  const complaints: string[] = [];
  const sent: string[] = [];
  const screen = {
    value: async (value: Value) => void printed.push(toJson(value)),
    prepare: () => {},
    line: (text: string) => void printed.push(text),
    complain: (text: string) => void complaints.push(text),
  };
  const target = { tgt: "*", tgtType: "glob", delimiter: ":" } as const;
  const session: SaltSession = {
    command: { target, fun: "test.ping", arg: [], ret: "", options: {}, timeout: undefined },
    client: fakeClient(minions, script, sent),
    screen,
    progress: noProgress,
    settings: new Settings({ options: given, given: new Set(Object.keys(given)) }, dict()),
    policy,
    now: () => 0,
    signal: new AbortController().signal,
  };
  return { session, printed, complaints, sent };
}

const allTrue: Script = () => ({ return: true });
const oneSilent: Script = (id) => (id === "b" ? undefined : { return: true });
const oneFails: Script = (id, fun) =>
  id === "b" && fun !== "sys.list_functions" ? { return: "no", retcode: 3 } : { return: true };

/** `b` answers the first time and is gone then. */
const vanishing = (): Script => {
  let asked = 0;
  return (id) => {
    if (id === "b") asked += 1;
    return id === "b" && asked > 1 ? undefined : { return: true };
  };
};

describe("salt, direct", () => {
  it("prints each return and ends with 0", async () => {
    const { session, printed } = bench(["a", "b"], allTrue);
    assert.equal(await runDirect(session), 0);
    assert.deepEqual(printed, ['{"a": true}', '{"b": true}']);
  });

  it("ends with 1 when a return tells a failure or is missing", async () => {
    for (const script of [oneFails, oneSilent]) {
      const { session, complaints } = bench(["a", "b"], script);
      assert.equal(await runDirect(session), 1);
      assert.deepEqual(complaints, ["ERROR: Minions returned with non-zero exit code"]);
    }
  });

  it("does not show or count silent minions with --hide-timeout", async () => {
    const { session, printed } = bench(["a", "b"], oneSilent, { show_timeout: false });
    assert.equal(await runDirect(session), 0);
    assert.equal(printed.length, 1);
  });

  it("says when nothing matched", async () => {
    const { session, printed, complaints } = bench([], allTrue);
    assert.equal(await runDirect(session), 2);
    assert.deepEqual(printed, [
      "No minions matched the target. No command was sent, no jid was assigned.",
      "{}",
    ]);
    assert.deepEqual(complaints, ["ERROR: No return received"]);
  });

  it("tells the job id ahead when asked", async () => {
    const { session, printed } = bench(["a"], allTrue, { verbose: true });
    await runDirect(session);
    assert.deepEqual(printed.slice(0, 2), ["Executing job with jid j1", `${"-".repeat(25)}\n`]);
  });
});

describe("salt --static", () => {
  it("prints one map without the silent ones, and is honest about them", async () => {
    const { session, printed } = bench(["a", "b"], oneSilent);
    assert.equal(await runStatic(session), 1);
    assert.deepEqual(printed, ['{"a": true}']);
  });

  it("forgets failures as real Salt does when told to", async () => {
    assert.equal(await runStatic(bench(["a", "b"], oneFails, {}, "salt").session), 0);
    assert.equal(await runStatic(bench(["a", "b"], oneFails).session), 1);
  });
});

describe("salt --async", () => {
  it("tells the job id, and says by its status when there is none", async () => {
    const { session, printed } = bench(["a"], allTrue);
    assert.equal(await runAsync(session), 0);
    assert.deepEqual(printed, ["Executed command with job ID: j1"]);
    assert.equal(await runAsync(bench([], allTrue).session), 2);
    assert.equal(await runAsync(bench([], allTrue, {}, "salt").session), 0);
  });
});

describe("salt --batch", () => {
  it("pings first and then runs slice by slice", async () => {
    const { session, sent, printed } = bench(["a", "b", "c"], allTrue);
    assert.equal(await runBatch(session, { kind: "count", count: 1 }), 0);
    assert.deepEqual(sent, ["test.ping a,b,c", "test.ping a", "test.ping b", "test.ping c"]);
    assert.equal(printed[0], "\nExecuting run on ['a']\n");
    assert.equal(printed[1], '{"retcode": 0, "jid": "j2", "a": true}');
  });

  it("leaves out who did not answer the ping", async () => {
    const { session, sent, printed } = bench(["a", "b"], oneSilent);
    assert.equal(await runBatch(session, { kind: "count", count: 2 }), 1);
    assert.equal(printed[0], "Minion b did not respond. No job will be sent.");
    assert.deepEqual(sent, ["test.ping a,b", "test.ping a"]);
  });

  it("ends with the highest retcode, at once with --failhard", async () => {
    const { session, sent, complaints } = bench(["a", "b", "c"], oneFails, { failhard: true });
    assert.equal(await runBatch(session, { kind: "count", count: 1 }), 3);
    assert.equal(sent.length, 3);
    assert.match(complaints[0] ?? "", /Minion b returned with non-zero exit code/);
  });

  it("goes on when a minion goes away with the job, and says so by its status", async () => {
    const { session, sent, printed } = bench(["a", "b", "c"], vanishing());
    assert.equal(await runBatch(session, { kind: "count", count: 1 }), 1);
    assert.deepEqual(sent.slice(1), ["test.ping a", "test.ping b", "test.ping c"]);
    assert.ok(printed.includes('{"b": {}}'));
  });

  it("stops with --failhard when a minion goes away with the job, and names those left", async () => {
    const { session, sent, complaints } = bench(["a", "b", "c"], vanishing(), { failhard: true });
    assert.equal(await runBatch(session, { kind: "count", count: 1 }), 1);
    assert.deepEqual(sent.slice(1), ["test.ping a", "test.ping b"]);
    assert.ok(complaints.includes("-L 'c'"));
  });

  it("prints one map at the end with --static", async () => {
    const { session, printed } = bench(["a", "b"], oneSilent, { static: true }, "salt");
    assert.equal(await runBatch(session, { kind: "count", count: 1 }), 0);
    assert.deepEqual(printed, ['{"a": true}']);
  });

  it("tells what is left when it is interrupted", async () => {
    const stop = new AbortController();
    const script: Script = (_id, fun) => {
      if (fun === "state.apply") stop.abort();
      return { return: true };
    };
    const { session, complaints } = bench(["a", "b", "c"], script);
    const command = { ...session.command, fun: "state.apply" };
    const stopped = { ...session, command, signal: stop.signal };
    assert.equal(await runBatch(stopped, { kind: "count", count: 1 }), 130);
    assert.equal(complaints[0], "\nExiting gracefully on Ctrl-c");
    assert.ok(complaints.some((line) => /^-L '(a,)?b,c'$|^-L 'c'$/.test(line)));
  });
});

describe("salt --subset", () => {
  it("runs on minions that know the function only", async () => {
    const script: Script = (id, fun) =>
      fun === "sys.list_functions" ? { return: id === "b" ? ["test.ping"] : [] } : { return: true };
    const { session, sent } = bench(["a", "b", "c"], script);
    const some = await narrowed(session, 2, () => 0);
    assert.deepEqual(some?.command.target, { tgt: ["b"], tgtType: "list", delimiter: ":" });
    assert.deepEqual(sent, ["sys.list_functions a,b,c"]);
  });
});

describe("salt -d", () => {
  it("prints each documentation once", async () => {
    const { session, printed } = bench(["a", "b"], () => ({ return: { "test.ping": "\n    Pings.\n" } }));
    assert.equal(await runDocs(session), 0);
    assert.deepEqual(printed, ["test.ping:\n\n    Pings.\n\n"]);
  });
});
