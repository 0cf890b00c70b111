/**
 * Modules written for Salt give the same under `salt-call --local` of real Salt 3006 and of ours: what they return, and
 * the exit status.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Installation } from "./installation.js";
import { ours, real } from "./installation.js";

const FIXTURES = fileURLToPath(new URL("../../fixtures/python-modules", import.meta.url));

/** The words behind `salt-call --local`; `DIR` is a directory of the installation's own. */
const CALLS: readonly (readonly string[])[] = [
  ["inventory.owner"],
  ["inventory.owner", "default=ops"],
  ["inventory.label", "-"],
  ["inventory.setting", "answer"],
  ["inventory.setting", "nothing", "default=[1, 2]"],
  ["inventory.facts", "kernel", "no_such_grain"],
  ["inventory.same_facts"],
  ["notes.write", "DIR/notes", "first", "colour=green", "size=2.0"],
  ["notes.read", "DIR/notes", "first"],
  ["notes.read", "DIR/notes", "second"],
  ["notes.count", "3"],
  ["notes.counted", "3"],
  ["notes.digest", "salt"],
  ["kv.list"],
  ["kv.list", "prefix=s"],
  ["kv.set", "colour", "{a: 1}"],
  ["kv.get", "size"],
  ["kv.get", "none", "required=True"],
  ["kv.check"],
  ["kv.check", "tool"],
  ["kv.check", "colour"],
  ["kv.list_"],
  ["kv.get"],
  ["kv.get", "a", "unknown=1"],
  ["keyvault.get", "size"],
  ["crosscall.forms"],
  ["crosscall.there", "test.ping", "kv.get", "keyvault.get", "nothere.run", "heritage.kinds"],
  ["crosscall.shell", "hello"],
  ["crosscall.nested", "4"],
  ["crosscall.shared"],
  ["crosscall.guarded", "kv.check"],
  ["crosscall.guarded", "kv.get", "x", "y", "True"],
  ["crosscall.guarded", "kv.missing"],
  ["crosscall.guarded", "test.echo"],
  ["crosscall.guarded", "no.such"],
  ["crosscall.guarded", "test.echo", "[1, {b: null}]"],
  ["shapes.basic"],
  ["shapes.numbers"],
  ["shapes.ordered"],
  ["shapes.pairs"],
  ["shapes.deep"],
  ["shapes.table", "3"],
  ["shapes.echo", "1.0"],
  ["shapes.echo", "[a, 1, null, true]"],
  ["shapes.echo", "2026-01-02"],
  ["shapes.lines"],
  ["nothere.run"],
  ["toolbox.shout", "hey", "marks=3"],
  ["toolbox.kit_id"],
  ["toolbox.merge", "{a: {b: 1}, l: [1]}", "{a: {c: 2}, l: [2]}"],
  ["toolbox.merge", "{a: {b: 1}, l: [1]}", "{a: {c: 2}, l: [1, 2]}", "lists=True"],
  ["toolbox.walk", "{a: [{b: 7}, {c: 8}]}", "a:0:b"],
  ["toolbox.walk", "{a: [{b: 7}, {c: 8}]}", "a:c"],
  ["toolbox.walk", "{a: 1}", "a:b:c"],
  ["toolbox.texts", "aliasName"],
  ["toolbox.texts", "'1'"],
  ["toolbox.texts", "'10.0.0.1/24'"],
  ["toolbox.lists", "'a, b,c'"],
  ["toolbox.load", "'{a: [1, 2.5, yes, ~]}'"],
  ["toolbox.dump"],
  ["toolbox.memoized", "4"],
  ["statecalls.is_test"],
  ["legacy.started"],
  ["legacy.library"],
  ["legacy.pairs", "b=1", "a=2"],
  ["legacy.kinds"],
  ["legacy.newer", "'1.10.1'", "'1.9'"],
  ["legacy.proxied"],
  ["heritage.library"],
  ["arguments.plain", "1"],
  ["arguments.plain", "1", "third=3"],
  ["arguments.plain"],
  ["arguments.plain", "1", "2", "3", "4"],
  ["arguments.rest", "1", "2", "x=3"],
  ["arguments.publication"],
  ["arguments.changing", "1"],
  ["arguments.pair"],
  ["arguments.wrapped", "ab", "times=2"],
  ["arguments.strict", "known=1"],
  ["arguments.strict", "unknown=1"],
  ["arguments.status", "3"],
  ["arguments.failed"],
  ["sys.argspec", "arguments.plain"],
  ["sys.argspec", "arguments.rest"],
  ["sys.argspec", "arguments.wrapped"],
  ["sys.list_functions", "kv", "legacy", "arguments", "nothere"],
  ["grains.item", "duties", "duty_place", "duty_id", "duty_kernel", "duty_level"],
];

interface Told {
  readonly status: number | null;
  readonly return: unknown;
}

for (const installation of real.filter(({ name }) => name === "3006")) {
  describe(`Python modules under ours and under ${installation.name}`, () => {
    let place = "";
    before(() => {
      place = mkdtempSync(join(tmpdir(), "salt-modules-"));
    });
    after(() => rmSync(place, { recursive: true, force: true }));
    test("the modules are found", async () => {
      assert.deepEqual(await call(installation, place, ["inventory.owner"]), {
        status: 0,
        return: { local: "nobody" },
      });
    });

    for (const words of CALLS) {
      test(words.join(" "), async () => {
        const [expected, got] = await Promise.all([
          call(installation, place, words),
          call(ours, place, words),
        ]);
        assert.deepEqual(got, expected);
      });
    }
  });
}

/** Calls a function; a return that is no JSON counts as its text. */
async function call(installation: Installation, place: string, words: readonly string[]): Promise<Told> {
  const dir = join(place, installation.name);
  const modules = join(dir, "extmods");
  cpSync(FIXTURES, modules, { recursive: true });
  const config = {
    id: "fixture",
    root_dir: dir,
    extension_modules: modules,
    answer: 42,
    log_level: "quiet",
  };
  writeFileSync(join(dir, "minion"), JSON.stringify({ ...config, exit_codes: "salt" }));
  const line = ["-c", dir, "--local", "--out=json", ...words.map((word) => word.replace("DIR", dir))];
  const child = spawn(join(installation.bin, "salt-call"), line, { stdio: ["ignore", "pipe", "ignore"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  try {
    return { status, return: JSON.parse(output) };
  } catch {
    return { status, return: output.trim() === "" ? "" : "a text" };
  }
}
