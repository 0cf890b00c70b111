import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  ArgumentBindingError,
  CommandExecutionError,
  dict,
  Float,
  FunctionNotAvailableError,
  get,
  isList,
  pythonRepr,
  tuple,
} from "@salt/core";
import { callLine, fakeContext } from "../testing/execution-context.js";
import { collatzSteps, fibonacci } from "./test-functions/numbers.js";

const LOAD = dict({ jid: "20260101120000123456" });
const call = (...line: readonly string[]) => callLine(line, fakeContext().context);

describe("test", () => {
  it("answers", async () => {
    assert.equal(await call("test.ping"), true);
    assert.equal(await call("test.false"), false);
    assert.deepEqual(await call("test.echo", "{a: [1]}"), dict({ a: [1] }));
    await assert.rejects(call("test.ping", "extra"), ArgumentBindingError);
    await assert.rejects(call("test.missing_func"), FunctionNotAvailableError);
  });

  it("shows arguments as they came", async () => {
    assert.deepEqual(
      await call("test.arg", "1", "two", "k=3"),
      dict({ args: tuple([1, "two"]), kwargs: { k: 3 } }),
    );
    const published = await callLine(["test.arg"], fakeContext().context, LOAD);
    assert.equal(pythonRepr(get(published, "kwargs") ?? null), "{'__pub_jid': '20260101120000123456'}");
    const clean = await callLine(["test.arg_clean", "k=1"], fakeContext().context, LOAD);
    assert.deepEqual(get(clean, "kwargs"), dict({ k: 1 }));
    assert.deepEqual(
      await call("test.arg_repr", "x", "n=None"),
      dict({ args: "('x',)", kwargs: "{'n': None}" }),
    );
    const types = get(await call("test.arg_type", "1", "2.0", "a", "[]", "{}", "true", "null"), "args");
    const names = ["int", "float", "str", "list", "dict", "bool", "NoneType"];
    assert.deepEqual(
      types,
      names.map((name) => `<class '${name}'>`),
    );
  });

  it("fails by the names of Python and Salt", async () => {
    await assert.rejects(call("test.exception", "no"), { name: "Exception", message: "False" });
    await assert.rejects(call("test.assertion", "false"), { name: "AssertionError" });
    assert.equal(await call("test.assertion", "1"), null);
    await assert.rejects(call("test.raise_exception", "KeyError", "a"), { name: "KeyError", message: "'a'" });
    await assert.rejects(call("test.raise_exception", "OSError", "2", "b"), {
      name: "OSError",
      message: "(2, 'b')",
    });
    await assert.rejects(call("test.raise_exception", "TypeError", "x"), ArgumentBindingError);
    const own = "salt.exceptions.CommandExecutionError";
    await assert.rejects(call("test.raise_exception", own, "x"), CommandExecutionError);
    assert.equal(await call("test.raise_exception", "print"), false);
  });

  it("calls other functions", async () => {
    assert.equal(await call("test.cross_test", "test.echo", "[hi]"), "hi");
    await assert.rejects(
      call("test.cross_test", "test.echo", "hi"),
      /takes 1 positional argument but 2 were given/,
    );
    assert.equal(await call("test.try", "test.ping"), true);
    assert.equal(await callLine(["test.try", "test.ping"], fakeContext().context, LOAD), null);
    assert.match(String(await call("test.try", "no.such", "return_try_exception=True")), /not available/);
    assert.equal(await call("test.conf_test"), "unconfigured");
  });

  it("sets the exit status", async () => {
    const { context } = fakeContext();
    assert.equal(await callLine(["test.retcode", "17"], context), true);
    assert.equal(context.retcode, 17);
  });

  it("tells about the minion", async () => {
    const { context } = fakeContext({ opts: dict({ a: 1 }), grains: dict({ os: "Debian" }) });
    assert.deepEqual(await callLine(["test.opts_pkg"], context), dict({ a: 1, grains: { os: "Debian" } }));
    assert.equal(await call("test.provider", "cmd"), "cmdmod");
    assert.equal(await call("test.provider", "nosuch"), "");
    assert.equal(get(await call("test.providers"), "sysmod"), "sys");
    assert.match(String(await call("test.versions")), /^Salt Version:\n +Salt: \S+\n \nNode Version:/);
    assert.ok(isList(get(await call("test.module_report"), "functions")));
  });

  it("waits only while the job is wanted", async () => {
    const { context } = fakeContext({ signal: AbortSignal.abort() });
    assert.equal(await callLine(["test.sleep", "600"], context), true);
  });

  it("hashes random numbers", async () => {
    const { context } = fakeContext({ opts: dict({ hash_type: "sha512" }) });
    assert.match(String(await callLine(["test.random_hash"], context)), /^[0-9a-f]{128}$/);
    assert.match(String(await call("test.rand_str", "size=1", "hash_type=md5")), /^[0-9a-f]{32}$/);
    await assert.rejects(call("test.random_hash", "hash_type=nosuch"), { name: "AttributeError" });
  });
});

describe("number series", () => {
  it("are exact beyond the safe integers", () => {
    assert.deepEqual([0, 1, 2, 10, 30].map(fibonacci), [0, 1, 1, 55, 832040]);
    assert.equal(fibonacci(100), 354224848179261915075n);
    assert.throws(() => fibonacci(-1), { name: "ValueError" });
  });

  it("become floats at the first division", () => {
    assert.deepEqual(collatzSteps(3), [3, 10, ...[5, 16, 8, 4, 2].map((step) => new Float(step))]);
    assert.deepEqual(collatzSteps(1), []);
    assert.throws(() => collatzSteps(0), /from 1 on/);
  });
});
