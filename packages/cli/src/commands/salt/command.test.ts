import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Plain } from "@salt/core";
import { dict } from "@salt/core";
import { CommandError } from "../command-error.js";
import { Settings } from "../settings.js";
import type { SaltCommand } from "./command.js";
import { readSaltCommand } from "./command.js";

const settings = (
  given: Readonly<Record<string, unknown>>,
  opts: Readonly<Record<string, Plain>> = {},
): Settings => new Settings({ options: given, given: new Set(Object.keys(given)) }, dict(opts));
const read = (
  words: readonly string[],
  given: Readonly<Record<string, unknown>> = {},
): Promise<SaltCommand> => readSaltCommand(words, settings(given));

describe("readSaltCommand", () => {
  it("reads target, function and arguments", async () => {
    const command = await read(["*", "test.arg", "1", "two", "k=3"]);
    assert.deepEqual(command.target, { tgt: "*", tgtType: "glob", delimiter: ":" });
    assert.equal(command.fun, "test.arg");
    assert.deepEqual(command.arg, [
      1,
      "two",
      dict([
        ["__kwarg__", true],
        ["k", 3],
      ]),
    ]);
  });

  it("reads compound commands", async () => {
    const command = await read(["*", "test.echo,test.ping", "hi", ","]);
    assert.deepEqual(command.fun, ["test.echo", "test.ping"]);
    assert.deepEqual(command.arg, [["hi"], []]);
  });

  it("reads lists by comma or white space", async () => {
    assert.deepEqual((await read(["a, b", "test.ping"], { list: true })).target.tgt, ["a", "b"]);
    assert.deepEqual((await read(["a  b", "test.ping"], { list: true })).target.tgt, ["a", "b"]);
  });

  it("asks for documentation of everything, a module or a function", async () => {
    const doc = { doc: true };
    assert.equal((await read([], doc)).fun, "sys.doc");
    assert.deepEqual((await read(["m1", "test"], doc)).arg, ["test"]);
    assert.deepEqual((await read(["m1", "sys.doc", "test"], doc)).arg, ["test"]);
    await assert.rejects(read(["m1", "test", "cmd"], doc), CommandError);
  });

  it("passes on options of the publication", async () => {
    const given = {
      metadata: "{a: 1}",
      return: "redis",
      return_config: "alt",
      start_event: true,
      timeout: 0,
    };
    const command = await read(["*", "test.ping"], given);
    assert.deepEqual(command.options, { metadata: dict({ a: 1 }), ret_config: "alt", start_event: true });
    assert.equal(command.ret, "redis");
    assert.equal(command.timeout, undefined);
  });

  it("refuses what is missing with Salt's status", async () => {
    for (const words of [[], ["*"]]) {
      await assert.rejects(
        read(words),
        (error: unknown) => error instanceof CommandError && error.exitCode === 42,
      );
    }
  });

  it("never ignores an option that it does not serve", async () => {
    for (const option of ["list_hosts"]) {
      await assert.rejects(read(["*", "test.ping"], { [option]: "x" }), CommandError, option);
    }
    await assert.rejects(read(["*", "test.ping"], { async: true, batch: "1" }), CommandError);
  });

  it("reads how many minions at once, and refuses what means nothing", async () => {
    assert.deepEqual((await read(["*", "test.ping"], { batch: "25%" })).batch, {
      kind: "percent",
      percent: 25,
    });
    const safe = { batch_safe_limit: 50, batch_safe_size: "5" };
    assert.deepEqual((await read(["*", "test.ping"], safe)).safe, {
      limit: 50,
      size: { kind: "count", count: 5 },
    });
    const senseless = [
      { batch: "0" },
      { batch: "-5%" },
      { batch: "many" },
      { batch: "1", batch_wait: -1 },
      { subset: -3 },
      { batch_safe_limit: 2, batch_safe_size: "0%" },
    ];
    for (const given of senseless) {
      await assert.rejects(
        read(["*", "test.ping"], given),
        (error: unknown) =>
          error instanceof CommandError && error.exitCode === 64 && !error.message.includes("\n"),
        JSON.stringify(given),
      );
    }
  });

  it("takes options from the configuration when the command line has none", () => {
    const mixed = new Settings(
      { options: { batch: "", verbose: true }, given: new Set(["verbose"]) },
      dict({ batch: 5 }),
    );
    assert.equal(mixed.text("batch"), "5");
    assert.equal(mixed.flag("verbose"), true);
    assert.equal(mixed.isGiven("batch"), false);
  });
});
