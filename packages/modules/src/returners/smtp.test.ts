/**
 * Tests of smtp.ts with a stand-in for the package nodemailer.
 */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { dict, parseJson } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { smtp } from "./smtp.js";

const DRIVER = `exports.createTransport = (options) => ({
  sendMail: async (mail) => require("node:fs").writeFileSync(__dirname + "/sent", JSON.stringify({ options, mail })),
  close: () => undefined,
});`;

test("a mail has the texts of the templates; a sender chooses no files and sends no passwords elsewhere", async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "smtp-"));
  t.after(() => rmSync(dir, { recursive: true }));
  const place = join(dir, "node_modules", "nodemailer");
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "package.json"), '{"name": "nodemailer", "main": "main.js"}');
  writeFileSync(join(place, "main.js"), DRIVER);
  const opts = dict({
    driver_dirs: [dir],
    "smtp.from": "me@x.org",
    "smtp.to": "you@x.org, all@x.org",
    "smtp.host": "mail",
    "smtp.tls": true,
    "smtp.username": "u",
    "smtp.password": "hidden",
    "smtp.subject": "{{ fun }} on",
    "smtp.fields": "id,return",
  });
  const ret = dict({ id: "web1", jid: "1", fun: "test.ping", fun_args: [], return: "{{ 1 + 1 }}" });
  const sent = async (more: { readonly [name: string]: string }) => {
    const { context } = fakeContext({ opts });
    const whole = new Map([...ret, ["ret_kwargs", dict(more)]] as const);
    await smtp.take(whole, { opts, log: context.log, signal: context.signal, minion: context });
    return parseJson(readFileSync(join(place, "sent"), "utf8"));
  };
  const first = await sent({});
  assert.ok(first instanceof Map);
  assert.deepEqual(
    first.get("mail"),
    dict({
      from: "me@x.org",
      to: ["you@x.org", "all@x.org"],
      subject: "test.ping on web1 {{ 1 + 1 }}",
      text: "id: web1\nfunction: test.ping\nfunction args: []\njid: 1\nreturn: {{ 1 + 1 }}\n",
    }),
  );
  const options = first.get("options");
  assert.ok(options instanceof Map);
  assert.equal(options.get("requireTLS"), true);
  assert.deepEqual(options.get("auth"), dict({ user: "u", pass: "hidden" }));
  const second = await sent({ host: "elsewhere" });
  assert.ok(second instanceof Map && !JSON.stringify([...second.values()]).includes("hidden"));
  await assert.rejects(sent({ template: "/etc/shadow" }), /smtp has no setting template/);
});
