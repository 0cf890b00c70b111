/** Functions that work through a master on the minion's machine. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { describe, test } from "node:test";
import type { JobReturn, MasterCommand, MasterHere, Value } from "@salt/core";
import { dict, FunctionNotAvailableError, SaltError } from "@salt/core";
import { callLine, fakeContext } from "../../testing/execution-context.js";

const answer: JobReturn = {
  ...{ jid: "20260102030405000678", id: "beta", fun: "test.echo", funArgs: [], return: "hello" },
  ...{ retcode: 0, success: true, out: undefined, user: undefined, metadata: undefined },
};

/** A minion beside a master; what the master was asked stands in `asked`. */
function bench(t: TestContext, changes: Partial<MasterHere> = {}) {
  const dir = mkdtempSync(join(tmpdir(), "salt-here-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const asked: unknown[] = [];
  const result = { jid: "1", args: ["web1"], value: "done", success: true };
  const masterHere: MasterHere = {
    cmd: async (file, command) => {
      asked.push([file, command]);
      return new Map([["beta", answer]]);
    },
    runner: async (...call) => {
      asked.push(call);
      return result;
    },
    wheel: async (...call) => {
      asked.push(call);
      return result;
    },
    ...changes,
  };
  const { context } = fakeContext({ opts: dict({ conf_file: join(dir, "minion") }) });
  return { dir, asked, context: { ...context, masterHere } };
}

describe("saltutil, through a master", () => {
  test("runner passes arguments on and gives the return", async (t) => {
    const { dir, asked, context } = bench(t);
    const line = ["saltutil.runner", "test.arg", "arg=[x]", "kwarg={a: 1}", "b=2"];
    assert.equal(await callLine(line, context), "done");
    assert.deepEqual(asked, [
      [join(dir, "master"), "test.arg", { arg: ["x"], kwarg: { a: 1, b: 2 }, saltenv: "base" }],
    ]);
  });

  test("wheel and full_return tell what ran", async (t) => {
    const { context } = bench(t);
    const full = { jid: "1", user: "UNKNOWN", return: "done", success: true };
    assert.deepEqual(
      await callLine(["saltutil.wheel", "key.accept", "web1"], context),
      dict({ fun: "wheel.key.accept", ...full, fun_args: ["web1"] }),
    );
    assert.deepEqual(
      new Map(
        (await callLine(["saltutil.runner", "test.arg", "full_return=True"], context)) as Map<Value, Value>,
      ),
      new Map(dict({ fun: "runner.test.arg", ...full, fun_args: ["web1"] })),
    );
  });

  test("cmd reads the minion's own file as a master's, then the one beside it", async (t) => {
    const files: string[] = [];
    const commands: MasterCommand[] = [];
    const { dir, context } = bench(t, {
      cmd: async (file, command) => {
        files.push(file);
        commands.push(command);
        return file.endsWith("master") ? new Map([["beta", answer]]) : new Map();
      },
    });
    assert.deepEqual(await callLine(["saltutil.cmd", "b*", "test.echo", "arg=[hello]"], context), dict({}));
    writeFileSync(join(dir, "master"), "");
    assert.deepEqual(
      await callLine(["saltutil.cmd", "b*", "test.echo", "arg=[hello]"], context),
      dict({ beta: { ret: "hello", retcode: 0, jid: answer.jid } }),
    );
    assert.deepEqual(files, [join(dir, "minion"), join(dir, "minion"), join(dir, "master")]);
    assert.deepEqual([commands[0]?.tgt, commands[0]?.tgtType, commands[0]?.arg], ["b*", "glob", ["hello"]]);
  });

  test("cmd tells minions that do not answer, where they are expected, and refuses what it does not know", async (t) => {
    const { context } = bench(t, {
      cmd: async (_file, command) => {
        command.onMissing?.("gone");
        return new Map();
      },
    });
    const line = ["saltutil.cmd", "*", "test.ping"];
    assert.deepEqual(
      await callLine([...line, "expect_minions=True"], context),
      dict({ gone: { failed: true } }),
    );
    assert.deepEqual(await callLine(line, context), dict({}));
    await assert.rejects(callLine([...line, "nosuch=1"], context), /nosuch=1/);
  });

  test("failures say why", async (t) => {
    const broken = async (): Promise<never> => {
      throw new SaltError("MASTER_UNREACHABLE", "The salt master could not be contacted.");
    };
    const missing = async (): Promise<never> => {
      throw new FunctionNotAvailableError("nosuch.fn");
    };
    const { context } = bench(t, { cmd: broken, runner: missing });
    await assert.rejects(callLine(["saltutil.cmd", "*", "test.ping"], context), /could not be contacted/);
    await assert.rejects(callLine(["saltutil.runner", "nosuch.fn"], context), /'nosuch.fn'/);
    await assert.rejects(callLine(["saltutil.runner", "test.arg", "x"], context), /formatted as a list/);
    await assert.rejects(callLine(["saltutil.runner", "test.arg", "kwarg=x"], context), /as a dictionary/);
    await assert.rejects(callLine(["saltutil.cmd", "*", "test.ping", "ssh=True"], context), /salt-ssh/);
    await assert.rejects(
      callLine(["saltutil.cmd", "*", "test.ping", "tgt_type=x"], context),
      /no kind of target/,
    );
  });
});
