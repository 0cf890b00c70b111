/**
 * Publications that the master did not send, or sent before: a minion does none of them, also after its own restart.
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import type { Plain } from "@salt/core";
import { freePorts, newNonce, PublicationTap, type SimMinion, TestCluster, until } from "@salt/testkit";
import type { Crypticle } from "@salt/wire";
import { encode, PrivateKey, parsePublication, readKeyPair, sealPublication } from "@salt/wire";

const ALGORITHM = "PKCS1v15-SHA1";
let jobs = 0;

describe("publications that are not what they seem", () => {
  let cluster: TestCluster;
  let tap: PublicationTap;
  let insider: SimMinion;
  before(async () => {
    const [port = 0] = await freePorts(1);
    cluster = await TestCluster.start({ minion: { publish_port: port } });
    tap = await PublicationTap.open(port, cluster.ports.publish);
    insider = await cluster.simulate("insider");
    await cluster.startMinion("web1");
    await cluster.untilUp(["web1"]);
  });
  after(async () => {
    await tap?.close();
    await cluster.close();
  });

  /** A job that leaves a file behind when it is done, and that file. */
  const trace = (): {
    readonly file: string;
    readonly load: (serial: number) => Record<string, string | number | string[]>;
  } => {
    jobs += 1;
    const file = cluster.tree.at(`done-${newNonce()}`);
    const jid = `2026010100000000${String(jobs).padStart(4, "0")}`;
    const load = (serial: number): Record<string, string | number | string[]> => ({
      fun: "cmd.run",
      arg: [`touch ${file}`],
      tgt: "web1",
      jid,
      ret: "",
      tgt_type: "glob",
      user: "root",
      serial,
    });
    return { file, load };
  };

  /** The key that all minions of a master share: what a minion that turned evil has. */
  const shared = async (): Promise<Crypticle> => (await insider.mustSignIn()).aes;

  /** An honest job, answered: whatever came before it has been dealt with. */
  const settled = async (): Promise<void> => {
    const returns = await cluster.run(["web1"], "cmd.run", ["echo done"]);
    assert.equal(returns.get("web1"), "done");
  };

  const mustNotRun = async (body: Uint8Array, file: string): Promise<void> => {
    await tap.inject(body);
    await settled();
    assert.equal(existsSync(file), false);
  };

  test("unsigned", async () => {
    const { file, load } = trace();
    const body = await sealPublication({
      crypticle: await shared(),
      privateKey: undefined,
      algorithm: ALGORITHM,
      load: load(1_000_000),
    });
    await mustNotRun(body, file);
  });

  test("signed by someone else", async () => {
    const { file, load } = trace();
    const privateKey = await PrivateKey.generate(2048);
    await mustNotRun(
      await sealPublication({
        crypticle: await shared(),
        privateKey,
        algorithm: ALGORITHM,
        load: load(1_000_000),
      }),
      file,
    );
  });

  test("with the signature of another publication", async () => {
    const { file, load } = trace();
    const { sig, sigAlgo } = parsePublication(tap.passed.at(-1) ?? new Uint8Array());
    const sealed = (await shared()).seal(load(1_000_000));
    await mustNotRun(encode({ enc: "aes", load: sealed, sig_algo: sigAlgo, sig }), file);
  });

  test("with an algorithm that does not exist", async () => {
    const { file, load } = trace();
    const sealed = (await shared()).seal(load(1_000_000));
    await mustNotRun(encode({ enc: "aes", load: sealed, sig_algo: "none", sig: new Uint8Array(256) }), file);
  });

  test("not even a publication", async () => {
    for (const body of [
      new Uint8Array(),
      Buffer.from("hello"),
      encode([]),
      encode({ enc: "clear", load: {} }),
      Buffer.alloc(5000, 0x91),
    ]) {
      await tap.inject(body);
    }
    await settled();
  });

  test("repeated, and repeated after a restart of the minion", async () => {
    const counter = cluster.tree.at(`counter-${newNonce()}`);
    const count = `echo x >> ${counter}; wc -l < ${counter}`;
    const first = await cluster.run(["web1"], "cmd.run", [count]);
    assert.equal(String(first.get("web1")).trim(), "1");
    const recorded = [...tap.passed];
    for (const body of recorded) await tap.inject(body);
    await settled();
    const lines = async (): Promise<string> =>
      String((await cluster.run(["web1"], "cmd.run", [`wc -l < ${counter}`])).get("web1")).trim();
    assert.equal(await lines(), "1");
    await cluster.stopMinion("web1");
    await cluster.startMinion("web1");
    await cluster.untilUp(["web1"]);
    for (const body of recorded) await tap.inject(body);
    assert.equal(await lines(), "1");
  });

  test("repeated to a minion that has just started and seen nothing newer", async () => {
    const counter = cluster.tree.at(`counter-${newNonce()}`);
    await cluster.run(["web1"], "cmd.run", [`echo x >> ${counter}`]);
    const body = tap.passed.findLast((passed) => passed.length > 0) ?? new Uint8Array();
    const all = [...tap.passed];
    await cluster.stopMinion("web1");
    await cluster.startMinion("web1");
    for (let round = 0; round < 20; round += 1) {
      for (const passed of all.slice(-5)) await tap.inject(passed);
      await tap.inject(body);
    }
    await cluster.untilUp(["web1"]);
    const lines = await cluster.run(["web1"], "cmd.run", [`wc -l < ${counter}`]);
    assert.equal(String(lines.get("web1")).trim(), "1");
  });

  test("the same with the master's own signature is done, so the tests above could fail", async () => {
    const { file, load } = trace();
    const privateKey = readKeyPair(cluster.config.pki_dir, "master");
    assert.ok(privateKey !== undefined);
    const parts = {
      crypticle: await shared(),
      privateKey,
      algorithm: ALGORITHM,
      load: load(1_000_000),
    } as const;
    await tap.inject(await sealPublication(parts));
    await until("the job to be done", () => existsSync(file));
  });

  test("with fields of any kind, though the master signed it: the minion does the next one", async () => {
    const privateKey = readKeyPair(cluster.config.pki_dir, "master");
    const crypticle = await shared();
    let serial = 2_000_000;
    const send = async (load: { readonly [field: string]: Plain }): Promise<void> => {
      serial += 1;
      await tap.inject(
        await sealPublication({ crypticle, privateKey, algorithm: ALGORITHM, load: { ...load, serial } }),
      );
    };
    const good = { fun: "test.ping", arg: [], tgt: "web1", ret: "", tgt_type: "glob", user: "root" };
    const odd: readonly Plain[] = [
      null,
      -1,
      "",
      "../x",
      "a\0b",
      "__proto__",
      [[]],
      { a: {} },
      "x".repeat(9000),
    ];
    for (const field of ["fun", "arg", "tgt", "jid", "ret", "tgt_type", "user", "kwargs", "metadata"]) {
      for (const value of odd) await send({ ...good, jid: "20260102000000000000", [field]: value });
    }
    const { file, load } = trace();
    await send(load(0));
    await until("the job to be done", () => existsSync(file));
  });
});
