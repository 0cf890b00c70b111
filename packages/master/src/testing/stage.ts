/**
 * A running master on loopback ports, and what tests do with it. Not exported.
 */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { BusEvent, MasterConfig, Plain, Value } from "@salt/core";
import { get, getString, nullLogger, PluginCatalog } from "@salt/core";
import type { PrivateKey, RequestClient, Subscription } from "@salt/wire";
import { decode, encodeClearRequest, openBusClient, openRequestClient, openSubscription } from "@salt/wire";
import { openKeyStore } from "../keys/key-store.js";
import type { Master } from "../main.js";
import { startMaster } from "../main.js";
import { freePorts, scratch, testConfig, vectorKey } from "./scratch.js";
import { SealedSender } from "./sealed-sender.js";

/** Fields of a load. */
export type Fields = { readonly [name: string]: Plain };

/** A running master. */
export class Stage {
  readonly config: MasterConfig;
  readonly client: RequestClient;
  readonly #master: Master;
  readonly #subscriptions: Subscription[] = [];

  constructor(config: MasterConfig, master: Master) {
    this.config = config;
    this.#master = master;
    this.client = openRequestClient({ address: "127.0.0.1", port: master.requestPort });
  }

  send = (request: Uint8Array): Promise<Uint8Array> => this.client.request(request, { timeoutMs: 10_000 });

  async raw(request: Uint8Array): Promise<Value> {
    return decode(await this.send(request));
  }

  clear(load: Plain): Promise<Value> {
    return this.raw(encodeClearRequest(load));
  }

  /** A minion whose key is accepted and that has signed in. */
  async minion(id: string, key: PrivateKey = vectorKey("minion")): Promise<SealedSender> {
    openKeyStore(this.config).files.write("accepted", id, key.publicKey.pem);
    const sender = new SealedSender(id, key, this.send);
    assert.equal(await sender.signIn(), "accepted");
    return sender;
  }

  get rootKey(): string {
    return readFileSync(join(this.config.cachedir, ".root_key"), "utf8");
  }

  publish(changes: Fields = {}): Promise<Value> {
    const load = {
      cmd: "publish",
      tgt: "*",
      tgt_type: "glob",
      fun: "test.ping",
      arg: [],
      key: this.rootKey,
      user: "root",
    };
    return this.clear({ ...load, ret: "", jid: "", kwargs: { client: "salt-ts" }, ...changes });
  }

  async mustPublish(changes: Fields = {}): Promise<string> {
    const jid = getString(get(await this.publish(changes), "load"), "jid");
    assert.ok(jid !== undefined);
    return jid;
  }

  /** Publications from now on, as frames. */
  async subscribe(): Promise<AsyncIterator<Uint8Array[]>> {
    const subscription = openSubscription({
      address: "127.0.0.1",
      port: this.#master.publishPort,
      topics: "all",
    });
    this.#subscriptions.push(subscription);
    await new Promise<void>((resolve) => subscription.onState((state) => state === "connected" && resolve()));
    return subscription[Symbol.asyncIterator]();
  }

  /** Events from now on, until one has the tag. */
  async events(): Promise<{ readonly until: (tag: string) => Promise<BusEvent[]> }> {
    const bus = await openBusClient({ path: join(this.config.sock_dir, "master_event_pub.ipc") });
    const until = async (tag: string): Promise<BusEvent[]> => {
      const seen: BusEvent[] = [];
      for await (const event of bus) {
        seen.push(event);
        if (event.tag === tag) break;
      }
      await bus.close();
      return seen;
    };
    return { until };
  }

  async close(): Promise<void> {
    for (const subscription of this.#subscriptions) subscription.close();
    this.client.close();
    await this.#master.close();
  }
}

/** Starts a master that is closed after the test. */
export async function stage(
  t: TestContext,
  changes: Partial<MasterConfig> = {},
  dir = scratch(t),
  plugins = new PluginCatalog([]),
): Promise<Stage> {
  const [publish_port = 0, ret_port = 0] = await freePorts(2);
  const config = testConfig(dir, { publish_port, ret_port, ...changes });
  if (!existsSync(config.pki_dir)) {
    mkdirSync(config.pki_dir, { mode: 0o700 });
    writeFileSync(join(config.pki_dir, "master.pem"), vectorKey("master").toPem(), { mode: 0o400 });
  }
  const master = await startMaster({
    config,
    opts: new Map(),
    plugins,
    pillarEntry: new URL("./pillar-program.js", import.meta.url),
    log: nullLogger,
  });
  const made = new Stage(config, master);
  t.after(() => made.close());
  return made;
}
