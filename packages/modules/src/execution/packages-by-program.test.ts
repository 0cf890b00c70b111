/**
 * Packages of other languages: pip, gem and npm.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Plain } from "@salt/core";
import { dict, SaltInvocationError } from "@salt/core";
import type { CommandAnswer } from "../testing/recording-commands.js";
import { recordingCommands } from "../testing/recording-commands.js";

/** Calls a function; gives its return and the words of its last command. */
async function call(
  name: string,
  args: readonly Plain[],
  kwargs: { readonly [name: string]: Plain } = {},
  answer: CommandAnswer = {},
): Promise<{ readonly value: unknown; readonly words: readonly string[] }> {
  const { context, commands } = recordingCommands(() => answer);
  const value = await context.call(name, args, kwargs);
  return { value, words: commands.at(-1) ?? [] };
}

/** A program that is on every machine. */
const bin = { bin_env: "/bin/sh" };

describe("pip", () => {
  it("installs what is asked for", async () => {
    const options = {
      ...bin,
      upgrade: true,
      index_url: "https://x/",
      extra_args: ["--a", dict({ "--b": 1 })],
    };
    const { words } = await call("pip.install", ["one==1;x, two"], options);
    assert.deepEqual(words.slice(1), [
      ..."install --index-url https://x/ --upgrade --a --b 1 one==1,x two".split(" "),
    ]);
    assert.deepEqual(
      (await call("pip.install", [], bin)).value,
      dict({ retcode: 0, stdout: "No packages to install." }),
    );
  });

  it("refuses options that pip has no more, and options in the place of names", async () => {
    await assert.rejects(call("pip.install", ["a"], { ...bin, mirrors: "http://x" }), SaltInvocationError);
    await assert.rejects(call("pip.install", [["--index-url=http://evil"]], bin), SaltInvocationError);
  });

  it("reads lists", async () => {
    const list = { stdout: '[{"name": "Six", "version": "1.0"}, {"name": "pip", "version": "2"}]' };
    assert.deepEqual((await call("pip.list", ["s"], bin, list)).value, dict({ Six: "1.0" }));
    assert.equal((await call("pip.is_installed", ["six"], bin, list)).value, true);
    const frozen = { stdout: "pip 23.0 from x\n-e git+https://h/r#egg=own\nsix==1.16.0\n# c\na===b" };
    assert.deepEqual(
      (await call("pip.list_freeze_parse", [], bin, frozen)).value,
      dict({ pip: "23.0", own: "git+https://h/r", six: "1.16.0", a: "b" }),
    );
    await assert.rejects(call("pip.list", [], bin, { stdout: "no json" }), /Invalid JSON/);
  });
});

describe("gem", () => {
  it("installs and lists", async () => {
    const { words } = await call("gem.install", ["a b"], { version: "1" }, { stdout: "3.3.15" });
    assert.deepEqual(words, ["gem", "install", "a", "b", "--no-document", "--version", "1"]);
    const listed = { stdout: "\n*** LOCAL GEMS ***\n\njson (2.6.1, default: 2.5)\n" };
    assert.deepEqual(
      (await call("gem.list", [], {}, listed)).value,
      dict({ json: ["2.6.1", "default: 2.5"] }),
    );
    await assert.rejects(call("gem.install", ["a"], { ruby: "2.7" }), SaltInvocationError);
  });
});

describe("npm", () => {
  it("installs and lists", async () => {
    const { words, value } = await call("npm.install", ["a@1"], {}, { stdout: 'added\n{"added": 1}' });
    assert.deepEqual(words, ["npm", "install", "--json", "--silent", "--global", "--", "a@1"]);
    assert.deepEqual(value, dict({ added: 1 }));
    const listed = { retcode: 1, stdout: '{"dependencies": {"a": {"version": "1"}}}' };
    assert.deepEqual((await call("npm.list", [], {}, listed)).value, dict({ a: { version: "1" } }));
    assert.equal((await call("npm.uninstall", ["a"], {}, { retcode: 1 })).value, false);
  });
});
