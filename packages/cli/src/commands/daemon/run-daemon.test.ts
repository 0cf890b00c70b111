import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { SaltError } from "@salt/core";
import { fakeTerminal } from "../../print/testing.js";
import type { DaemonHost } from "./daemon-host.js";
import { AlreadyRunningError, claimPidFile } from "./pid-file.js";
import type { Daemon, RunningDaemon } from "./run-daemon.js";
import { runDaemon } from "./run-daemon.js";

describe("runDaemon", () => {
  let dir = "";
  let events: string[] = [];
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "daemon-"));
    events = [];
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const host = (more: Partial<DaemonHost> = {}): DaemonHost => ({
    isDetached: false,
    pid: 4_000_000,
    serviceManager: { tell: async (state) => void events.push(`service ${state}`) },
    detach: async () => {
      events.push("detach");
      return 7;
    },
    reportReady: () => events.push("ready"),
    narrowMask: () => undefined,
    settle: () => events.push("settle"),
    becomeAccount: async (name) => void events.push(`become ${name}`),
    wasTerminated: () => false,
    onHangup: () => {},
    onCrash: () => {},
    ...more,
  });

  const daemon = (start: () => Promise<RunningDaemon>, more: Partial<Daemon> = {}): Daemon => ({
    program: "salt-test",
    inBackground: false,
    loaded: { warnings: [], file: join(dir, "master"), origin: () => undefined },
    config: {
      user: "salt",
      pki_dir: join(dir, "pki"),
      cachedir: join(dir, "cache"),
      sock_dir: join(dir, "sock"),
      pidfile: join(dir, "run", "pid"),
      log_file: join(dir, "log", "file"),
      log_level: "quiet",
      log_level_logfile: "info",
      log_format: "text",
    },
    start,
    ...more,
  });

  it("works until it is told to stop, with a pid file as long as it runs", async () => {
    const stop = new AbortController();
    const start = async (): Promise<RunningDaemon> => {
      events.push(`pid ${readFileSync(join(dir, "run", "pid"), "utf8")}`);
      setImmediate(() => stop.abort());
      return { close: () => void events.push("close") };
    };
    const status = await runDaemon(daemon(start), fakeTerminal({ signal: stop.signal }), host());
    assert.equal(status, 0);
    assert.deepEqual(events, ["pid 4000000", "ready", "service ready", "service stopping", "close"]);
    assert.equal(existsSync(join(dir, "run", "pid")), false);
    assert.match(readFileSync(join(dir, "log", "file"), "utf8"), /Stopping/);
  });

  it("ends when the daemon gives up by itself", async () => {
    const close = (): void => void events.push("close");
    assert.equal(
      await runDaemon(
        daemon(async () => ({ close, finished: Promise.resolve() })),
        fakeTerminal(),
        host(),
      ),
      0,
    );
    const refused = new SaltError("REJECTED", "The key was rejected.", { exitCode: 77 });
    const failing = daemon(async () => ({ close, finished: Promise.reject(refused) }));
    await assert.rejects(runDaemon(failing, fakeTerminal(), host()), refused);
    assert.equal(events.filter((event) => event === "close").length, 2);
  });

  it("leaves no pid file when it cannot start", async () => {
    const failing = daemon(async () => Promise.reject(new SaltError("PORT", "taken", { exitCode: 4 })));
    await assert.rejects(runDaemon(failing, fakeTerminal(), host()), /taken/);
    assert.equal(existsSync(join(dir, "run", "pid")), false);
  });

  it("goes into the background once", async () => {
    const start = async (): Promise<RunningDaemon> => ({ close: () => {}, finished: Promise.resolve() });
    const background = daemon(start, { inBackground: true });
    assert.equal(await runDaemon(background, fakeTerminal(), host()), 7);
    assert.equal(await runDaemon(background, fakeTerminal(), host({ isDetached: true })), 0);
    assert.deepEqual(events, ["detach", "settle", "ready", "service ready", "service stopping"]);
  });

  it("takes on an account only when one is configured", async () => {
    const start = async (): Promise<RunningDaemon> => ({ close: () => {}, finished: Promise.resolve() });
    const loaded = { warnings: [], file: "", origin: () => "master:1" };
    await runDaemon(daemon(start, { loaded }), fakeTerminal(), host());
    assert.equal(events[0], "become salt");
  });

  it("refuses addresses as log files", async () => {
    const plain = daemon(async () => ({ close: () => {} }));
    const addressed = { ...plain, config: { ...plain.config, log_file: "udp://loghost:514" } };
    await assert.rejects(runDaemon(addressed, fakeTerminal(), host()), /logs to files only/);
  });
});

describe("claimPidFile", () => {
  let dir = "";
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "pid-"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it("takes over the file of a process that is gone, or that is another program", () => {
    const path = join(dir, "pid");
    for (const earlier of ["4000000", String(process.pid), "garbage", ""]) {
      writeFileSync(path, earlier);
      claimPidFile(path, "salt-nosuch-program", 5).close();
      assert.equal(existsSync(path), false);
    }
  });

  it("refuses a second daemon", { skip: process.platform !== "linux" }, () => {
    const path = join(dir, "pid");
    writeFileSync(path, String(process.pid));
    assert.throws(() => claimPidFile(path, "node", 5), AlreadyRunningError);
    assert.equal(readFileSync(path, "utf8"), String(process.pid));
  });

  it("leaves a file that another process has written since", () => {
    mkdirSync(join(dir, "sub"));
    const path = join(dir, "sub", "pid");
    const file = claimPidFile(path, "salt-test", 5);
    writeFileSync(path, "6");
    file.close();
    assert.equal(readFileSync(path, "utf8"), "6");
  });
});
