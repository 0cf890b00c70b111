/**
 * docs/migrating.md, done for real: a master and minions of Salt 3006, replaced by ours one daemon at a time in the
 * directories where they are, and the master back again. The steps build on each other.
 */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { freePorts } from "@salt/testkit";
import { command, Daemon, printedMap, until } from "./daemon.js";
import type { Installation } from "./installation.js";
import { ours, real } from "./installation.js";

const MINIONS = ["app1", "app2"];
const salt3006 = real.find(({ name }) => name === "3006");

/** Short delays: the usual ones are made for thousands of minions. */
const quick = { acceptance_wait_time: 1, random_reauth_delay: 1, auth_tries: 10, auth_timeout: 5 };

describe("from Salt 3006 to ours, one daemon at a time", { skip: salt3006 === undefined }, () => {
  const place = mkdtempSync(join(tmpdir(), "salt-migration-"));
  const running = new Map<string, Daemon>();
  let ports: readonly number[] = [];

  before(async () => {
    assert.ok(salt3006 !== undefined);
    ports = await freePorts(2);
    writeTree();
    for (const name of ["master", ...MINIONS]) await replace(name, salt3006);
    await until("all keys to be pending", () => {
      const { minions_pre: pending } = onMaster("salt-key", ["-L", "--out=json"]);
      return Array.isArray(pending) && MINIONS.every((id) => pending.includes(id));
    });
    command(salt3006, "salt-key", join(place, "master"), ["-y", "-A"]);
    await untilAllAnswer();
  });
  after(async () => {
    await Promise.all([...running.values()].map((daemon) => daemon.stop()));
    rmSync(place, { recursive: true, force: true });
  });

  test("before: everything is Salt's", () => assertWorks());

  test("the first minion", async () => {
    await replace("app1", ours);
    await untilAllAnswer();
    assertWorks();
  });

  test("the master, with the keys that were accepted by the old one", async () => {
    const key = readFileSync(join(place, "master", "pki", "master.pub"), "utf8");
    await replace("master", ours);
    await untilAllAnswer();
    assertWorks();
    assert.equal(readFileSync(join(place, "master", "pki", "master.pub"), "utf8"), key);
    assert.deepEqual(onMaster("salt-key", ["-L", "--out=json"]).minions, MINIONS);
  });

  test("the last minion", async () => {
    await replace("app2", ours);
    await untilAllAnswer();
    assertWorks();
  });

  test("and the master back again", async () => {
    assert.ok(salt3006 !== undefined);
    await replace("master", salt3006);
    await untilAllAnswer();
    assertWorks();
  });

  /** What users of the installation rely on: grains, pillar, a state run, and files of the master. */
  function assertWorks(): void {
    for (const id of MINIONS) {
      assert.equal(onMaster("salt", [id, "pillar.get", "who", "--out=json"])[id], `pillar of ${id}`);
      const states = onMaster("salt", [id, "state.apply", "note", "--out=json"])[id];
      assert.ok(typeof states === "object" && states !== null && Object.keys(states).length === 1);
      const [result] = Object.values(states) as Record<string, unknown>[];
      assert.equal(result?.result, true, JSON.stringify(states));
      assert.equal(readFileSync(join(place, id, "note"), "utf8"), `note of ${id}\n`);
    }
  }

  /** Ends the daemon of a directory, and starts that of another installation there. */
  async function replace(name: string, by: Installation): Promise<void> {
    await running.get(name)?.stop();
    const isMaster = name === "master";
    const config = isMaster ? masterConfig() : minionConfig(name);
    const daemon = new Daemon(by, isMaster ? "salt-master" : "salt-minion", join(place, name), config);
    running.set(name, daemon);
    daemon.start();
  }

  function masterConfig(): Readonly<Record<string, unknown>> {
    return {
      interface: "127.0.0.1",
      publish_port: ports[0],
      ret_port: ports[1],
      worker_threads: 2,
      timeout: 10,
      file_roots: { base: [join(place, "salt")] },
      pillar_roots: { base: [join(place, "pillar")] },
    };
  }

  function minionConfig(id: string): Readonly<Record<string, unknown>> {
    const grains = { note: join(place, id, "note") };
    return { id, master: "127.0.0.1", master_port: ports[1], publish_port: ports[0], ...quick, grains };
  }

  function writeTree(): void {
    for (const folder of ["salt", "pillar"]) mkdirSync(join(place, folder), { recursive: true });
    const write = (path: string, text: string): void => writeFileSync(join(place, path), text);
    write("pillar/top.sls", "base:\n  '*':\n    - who\n");
    write("pillar/who.sls", "who: pillar of {{ grains['id'] }}\n");
    write("salt/note.txt", "note of {{ grains['id'] }}\n");
    write(
      "salt/note.sls",
      "{{ grains['note'] }}:\n  file.managed:\n    - source: salt://note.txt\n    - template: jinja\n",
    );
  }

  /** What a command of the installation that the master is now prints with `--out=json`. */
  function onMaster(program: string, args: readonly string[]): Readonly<Record<string, unknown>> {
    const installation = running.get("master")?.installation;
    assert.ok(installation !== undefined);
    return printedMap(command(installation, program, join(place, "master"), args));
  }

  async function untilAllAnswer(): Promise<void> {
    await until("all minions to answer", () => {
      const said = onMaster("salt", ["*", "test.ping", "-t", "5", "--static", "--out=json"]);
      return MINIONS.every((id) => said[id] === true);
    });
  }
});
