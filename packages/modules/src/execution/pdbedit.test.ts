/** Accounts of Samba: what its program is told, and what is made of its lists. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pythonRepr } from "@salt/core";
import { callLine } from "../testing/execution-context.js";
import { installedPrograms } from "../testing/fake-programs.js";
import { recordingCommands } from "../testing/recording-commands.js";
import { md4, ntHash } from "./pdbedit-functions/nt-hash.js";

const LIST =
  "---------------\nUnix username:        kaylee\nFull Name:            K\nNT hash             : " +
  "64F92A7257F6E6E48D2BE10DAA793463\nLogon hours         : FF\nFF\n---------------\nUnix username:        zoe\n";

installedPrograms("pdbedit");

function commands(list = LIST): ReturnType<typeof recordingCommands> {
  return recordingCommands((words) => ({
    stdout: words.includes("--verbose") ? list : words.includes("--list") ? "kaylee:1000:K\nzoe:1001:\n" : "",
  }));
}

test("MD4 as RFC 1320 has it, and of passwords", () => {
  const digests = ["", "abc", "message digest"].map((text) => md4(Buffer.from(text)).toString("hex"));
  assert.deepEqual(digests, [
    "31d6cfe0d16ae931b73c59d7e0c089c0",
    "a448017aaf21d8525fc10ae87aa6729d",
    "d9130a8164549fe818874806e1c7014b",
  ]);
  const long = "12345678901234567890".repeat(4);
  assert.equal(md4(Buffer.from(long)).toString("hex"), "e33b4ddc9c38f2199c3e7b164fcc0536");
  assert.equal(ntHash("q"), "64F92A7257F6E6E48D2BE10DAA793463");
});

test("lists are taken apart; a line without a label goes on with the one before", async () => {
  const { context } = commands();
  const told = pythonRepr(await context.call("pdbedit.list"));
  assert.match(
    told,
    /^\{'kaylee': \{'unix username': 'kaylee', 'full name': 'K',.*'logon hours': 'FFFF'\}, 'zoe'/,
  );
  assert.deepEqual(await context.call("pdbedit.list", [false]), ["kaylee", "zoe"]);
  assert.equal(pythonRepr(await context.call("pdbedit.get", ["wash"])), "{}");
});

test("a password goes in on standard input, and stays when it is the same", async () => {
  const same = commands();
  const told = await same.context.call("pdbedit.create", ["kaylee", "q"]);
  assert.equal(pythonRepr(told), "{'kaylee': 'unchanged'}");
  const { context, commands: run } = commands();
  await context.call("pdbedit.create", ["zoe", "secret"]);
  assert.ok(run.some((words) => words.join(" ") === "pdbedit --create --user zoe -t"));
  assert.ok(
    run.every((words) => !words.join(" ").includes("secret") && !words.join(" ").includes(ntHash("secret"))),
  );
});

test("only what differs is changed", async () => {
  const { context, commands: run } = commands();
  const told = await context.call("pdbedit.modify", ["kaylee"], { fullname: "K", account_control: "nq" });
  assert.equal(pythonRepr(told), "{'kaylee': 'updated'}");
  assert.deepEqual(run.at(-1), ["pdbedit", "--modify", "--user", "kaylee", "--account-control=[N]"]);
  assert.equal(
    pythonRepr(await context.call("pdbedit.modify", ["wash"], { fullname: "W" })),
    "{'wash': 'absent'}",
  );
  await assert.rejects(callLine(["pdbedit.create", "-x", "y"], context), /cannot be used/);
});
