/**
 * What tests of this package share: directories, clocks, keys, logs, jobs. Not exported.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Clock, Job, LogFields, Logger, MinionControl, Value } from "@salt/core";
import { dict, get, getString, parseJson } from "@salt/core";
import { PrivateKey } from "@salt/wire";
import { parseJob } from "../jobs/parse-job.js";

/** A directory that is removed after the test. */
export function scratch(t: Pick<TestContext, "after">): string {
  const dir = mkdtempSync(join(tmpdir(), "mi-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A clock that stands still until it is told otherwise. */
export class FakeClock implements Clock {
  time = Date.UTC(2026, 0, 2, 3, 4, 5);

  now(): number {
    return this.time;
  }
}

/** The JSON of `test/vectors/<name>`. */
export function recorded(name: string): Value {
  return parseJson(readFileSync(new URL(`../../../../test/vectors/${name}`, import.meta.url), "utf8"));
}

/** A key pair of the vectors. */
export function vectorKey(name: "master" | "minion" | "master_sign"): PrivateKey {
  return PrivateKey.fromPem(getString(get(recorded("keys.json"), name), "privatePem") ?? "");
}

/** A log that can be looked into. */
export class LogBook implements Logger {
  readonly lines: string[] = [];

  trace(): void {}
  debug(): void {}
  info(): void {}
  warn(fields: LogFields, message: string): void {
    this.lines.push(`${message} ${JSON.stringify(fields)}`);
  }
  error(fields: LogFields, message: string): void {
    this.warn(fields, message);
  }
  fatal(fields: LogFields, message: string): void {
    this.warn(fields, message);
  }
  child(): Logger {
    return this;
  }
}

let count = 0;

/** A job as it comes from a master, with an id of its own. */
export function makeJob(
  fun: string | readonly string[],
  arg: readonly Value[] = [],
  more: readonly (readonly [string, Value])[] = [],
): Job {
  const jid = `20260102030405${String(count++).padStart(6, "0")}`;
  return parseJob(
    dict([
      ["fun", fun],
      ["arg", arg],
      ["tgt", "*"],
      ["jid", jid],
      ["ret", ""],
      ["tgt_type", "glob"],
      ["user", "root"],
      ...more,
    ]),
  );
}

/** A control that can do nothing but remember the events fired. */
export class FakeControl implements MinionControl {
  readonly fired: (readonly [string, Value])[] = [];

  running = async () => [];
  signalJob = async () => "";
  fireLocal = async () => true;
  request = async () => null;
  compilePillar = async () => new Map();
  refreshPillar = async () => true;
  refreshGrains = async () => true;
  refreshModules = async () => true;
  schedule = async () => undefined;
  beacons = async () => undefined;
  refreshBeacons = async () => true;
  revokeAuth = async () => true;

  async fireMaster(tag: string, data: Value): Promise<boolean> {
    this.fired.push([tag, data]);
    return true;
  }
}
