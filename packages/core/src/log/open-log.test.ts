/** The log: levels, forms, redaction, and its file. */
import assert from "node:assert/strict";
import { readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ConfigError } from "../base/errors.js";
import { withScratch } from "../testing/scratch.js";
import { parseLogLevel } from "./levels.js";
import type { LogOptions } from "./open-log.js";
import { openLog } from "./open-log.js";
import { isSecretName, redact } from "./redact.js";

function collect(options: Partial<LogOptions>) {
  const lines: string[] = [];
  return { lines, ...openLog({ level: "info", terminal: (line) => lines.push(line), ...options }) };
}

test("terminal lines look like Salt's, with facts behind", () => {
  const { lines, log } = collect({});
  log.child({ part: "publisher" }).error({ port: 4505, why: "in use", id: "web1" }, "The port is taken");
  log.info({}, "Started");
  log.debug({}, "not shown");
  assert.deepEqual(lines, [
    '[ERROR   ] The port is taken  port=4505 why="in use" id=web1',
    "[INFO    ] Started",
  ]);
});

test("colours on request", () => {
  const { lines, log } = collect({ color: true });
  log.warn({}, "Careful");
  assert.equal(lines[0], "\x1b[33m[WARNING ]\x1b[0m Careful");
});

test("every level of Salt lets through what it names and what is graver", () => {
  const shown = (level: LogOptions["level"]): string => {
    const { lines, log } = collect({ level });
    for (const method of ["trace", "debug", "info", "warn", "error", "fatal"] as const)
      log[method]({}, method);
    return lines.map((line) => line.slice(1, 2)).join("");
  };
  assert.deepEqual(
    ["all", "garbage", "trace", "debug", "profile", "info", "warning", "error", "critical", "quiet"].map(
      (level) => shown(parseLogLevel(level) ?? "quiet"),
    ),
    ["TDIWEC", "TDIWEC", "TDIWEC", "DIWEC", "IWEC", "IWEC", "WEC", "EC", "C", ""],
  );
  assert.equal(parseLogLevel("DEBUG"), "debug");
  assert.equal(parseLogLevel("loud"), undefined);
});

test("no secret reaches a line, however deep", () => {
  for (const format of ["text", "json"] as const) {
    const { lines, log } = collect({ format });
    log.info(
      {
        password: "s3",
        load: { tok: "s3", eauth: "s3", nested: new Map([["pillar", "s3"]]), list: [{ key: "s3" }] },
        aes: "s3",
        blob: Buffer.from("s3"),
      },
      "x",
    );
    assert.equal(lines.length, 1);
    assert.doesNotMatch(lines[0] ?? "", /s3/);
  }
  for (const name of ["token", "priv_key", "master_secret", "key_pass", "PASSWORD", "private_key"])
    assert(isSecretName(name), name);
  for (const name of ["jid", "keysize", "tgt", "fun", "key_logfile", "monkey"])
    assert(!isSecretName(name), name);
});

test("what cannot be printed does not break the line", () => {
  const { lines, log } = collect({});
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  log.info({ id: "a\nb\x1b[31m", loop, big: 2n ** 70n, err: new TypeError("no\nluck") }, "x");
  assert.equal(lines.length, 1);
  assert.doesNotMatch(lines[0] ?? "", /[\n\x1b]/);
  assert.match(lines[0] ?? "", /TypeError: no/);
  assert.doesNotThrow(() => redact(loop));
});

test("one JSON map a line on request", () => {
  const { lines, log } = collect({ format: "json" });
  log.child({ part: "broker" }).warn({ ms: 5, err: new Error("why") }, "Slow");
  const entry = JSON.parse(lines[0] ?? "");
  assert.deepEqual(
    [entry.level, entry.part, entry.ms, entry.msg, entry.err.message, entry.pid],
    ["warn", "broker", 5, "Slow", "why", process.pid],
  );
  assert(!Number.isNaN(Date.parse(entry.time)));
});

test("the file is private, has its own level, and follows when it is moved away", () =>
  withScratch({}, (dir) => {
    const file = join(dir, "logs", "master");
    const { lines, log, reopen, close } = collect({ level: "error", file, fileLevel: "debug" });
    log.debug({ part: "keys" }, "One");
    renameSync(file, `${file}.1`);
    log.debug({}, "Two");
    reopen();
    log.debug({}, "Three");
    close();
    log.debug({}, "after the end");
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.match(
      readFileSync(`${file}.1`, "utf8"),
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \[keys {13}\]\[DEBUG {3}\]\[\d+\] One\n.* Two\n$/,
    );
    assert.match(readFileSync(file, "utf8"), /^[^\n]* Three\n$/);
    assert.deepEqual(lines, []);
  }));

test("a file that cannot be opened is refused with advice", () =>
  withScratch({ plain: "" }, (dir) => {
    assert.throws(
      () => openLog({ level: "info", file: join(dir, "plain", "log") }),
      (error) => error instanceof ConfigError && /log_file/.test(error.hint ?? ""),
    );
    assert.doesNotThrow(() =>
      openLog({ level: "info", file: join(dir, "plain", "log"), fileLevel: "quiet" }).close(),
    );
  }));
