/**
 * A master and minions in this process, on free loopback ports, below a temporary directory.
 */
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { Answer, JobClient } from "@salt/client";
import { currentAccount, isMissing, openJobClient } from "@salt/client";
import type { Closable, MasterConfig, MinionConfig, Plain, Value } from "@salt/core";
import { loadConfig, masterOptions, minionOptions, Scope, toValue } from "@salt/core";
import type { Master } from "@salt/master";
import { startMaster } from "@salt/master";
import type { Minion } from "@salt/minion";
import { startMinion } from "@salt/minion";
import { builtinPlugins } from "@salt/modules";
import { PrivateKey } from "@salt/wire";
import { LogBook } from "./log.js";
import { SimMinion } from "./sim-minion.js";
import { freePorts, Tree } from "./tree.js";
import { until } from "./until.js";

type Options = { readonly [option: string]: Plain };

/** How long jobs of tests are waited for, in seconds. */
const PATIENCE = { timeout: 10, gatherJobTimeout: 2 };

/** What a cluster is made of. */
export interface ClusterOptions {
  /** Ids of the minions to start. */
  readonly minions?: readonly string[];
  /** Options of the master beside those that keep it below its directory. */
  readonly master?: Options;
  /** Options of every minion. */
  readonly minion?: Options;
  /** Start nothing yet. */
  readonly stopped?: boolean;
}

/** A running cluster. Closing stops everything and removes its files. */
export class TestCluster implements Closable {
  readonly tree = new Tree();
  readonly book = new LogBook();
  readonly ports: { readonly publish: number; readonly ret: number };
  readonly minions = new Map<string, Minion>();
  readonly #options: ClusterOptions;
  readonly #simulated = new Scope();
  #master: Master | undefined;
  #client: JobClient | undefined;

  private constructor(options: ClusterOptions, publish: number, ret: number) {
    this.#options = options;
    this.ports = { publish, ret };
    this.tree.write("master/master", configuration({ ...this.#shared("master"), ...this.#masterOptions() }));
  }

  /** Starts a master, then the minions, and waits until these are up. */
  static async start(options: ClusterOptions = {}): Promise<TestCluster> {
    const [publish = 0, ret = 0] = await freePorts(2);
    const cluster = new TestCluster(options, publish, ret);
    if (options.stopped === true) return cluster;
    try {
      await cluster.startMaster();
      await Promise.all((options.minions ?? []).map((id) => cluster.startMinion(id)));
      await cluster.untilUp(options.minions ?? []);
    } catch (error) {
      await cluster.close();
      throw error;
    }
    return cluster;
  }

  /** The master's configuration. */
  get config(): MasterConfig {
    return this.#masterFile().config;
  }

  /** Starts the master. */
  async startMaster(): Promise<Master> {
    const { config, opts } = this.#masterFile();
    const pillarEntry = new URL("./pillar-worker.js", import.meta.url);
    const { log } = this.book;
    this.#master = await startMaster({ config, opts, plugins: builtinPlugins, pillarEntry, log });
    return this.#master;
  }

  /** Stops the master. */
  async stopMaster(): Promise<void> {
    await this.#client?.close();
    this.#client = undefined;
    await this.#master?.close();
    this.#master = undefined;
  }

  /** Starts a minion, also one that was stopped before. */
  async startMinion(id: string): Promise<Minion> {
    const { config, opts } = this.#minionFile(id);
    const workerEntry = new URL("./worker.js", import.meta.url);
    const minion = await startMinion({
      config,
      opts,
      plugins: builtinPlugins,
      workerEntry,
      log: this.book.log,
    });
    this.minions.set(id, minion);
    return minion;
  }

  /** Stops a minion. */
  async stopMinion(id: string): Promise<void> {
    await this.minions.get(id)?.close();
    this.minions.delete(id);
  }

  /** Waits until these minions answer a ping. */
  async untilUp(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await until(`${ids.join(", ")} to answer`, async () => {
      const returns = await this.run(ids, "test.ping", [], { timeout: 0.3, gatherJobTimeout: 0.3 });
      return ids.every((id) => returns.get(id) === true);
    });
  }

  /** A client of the master, opened once. */
  async client(): Promise<JobClient> {
    this.#client ??= await openJobClient({
      config: this.config,
      configFile: this.tree.at("master", "master"),
      user: currentAccount(),
    });
    return this.#client;
  }

  /** Runs a function on some minions and gives what they returned, by id. */
  async run(
    ids: readonly string[],
    fun: string,
    arg: readonly Plain[] = [],
    patience: { readonly timeout: number; readonly gatherJobTimeout: number } = PATIENCE,
  ): Promise<Map<string, Value>> {
    const client = await this.client();
    const target = { tgt: ids, tgtType: "list", delimiter: ":" } as const;
    const returns = new Map<string, Value>();
    const answers = client.run({ target, fun, arg: arg.map(toValue) }, patience);
    for await (const answer of answers) keep(returns, answer);
    return returns;
  }

  /** A simulated minion, closed with the cluster. */
  async simulate(
    id: string,
    options: { readonly accepted?: boolean; readonly key?: PrivateKey } = {},
  ): Promise<SimMinion> {
    const key = options.key ?? (await PrivateKey.generate(2048));
    const minion = this.#simulated.use(await SimMinion.open({ id, port: this.ports.ret, key }));
    if (options.accepted === false) return minion;
    const answer = await minion.signIn();
    if (answer.state === true) this.accept(id);
    await minion.mustSignIn();
    return minion;
  }

  /** Accepts a pending key, as `salt-key -a` does. */
  accept(id: string): void {
    mkdirSync(this.pki("minions"), { recursive: true, mode: 0o700 });
    renameSync(this.pki("minions_pre", id), this.pki("minions", id));
  }

  /** Whether a key is in some state. */
  hasKey(state: string, id: string): boolean {
    return existsSync(this.pki(state, id));
  }

  /** A path in the master's key directory. */
  pki(...parts: readonly string[]): string {
    return join(this.config.pki_dir, ...parts);
  }

  async close(): Promise<void> {
    await this.#simulated.close();
    await Promise.all([...this.minions.keys()].map((id) => this.stopMinion(id)));
    await this.stopMaster();
    this.tree.close();
  }

  #masterOptions(): Options {
    const { publish, ret } = this.ports;
    const own = {
      interface: "127.0.0.1",
      publish_port: publish,
      ret_port: ret,
      auto_accept: true,
      loop_interval: 1,
    };
    return { ...own, ...this.#options.master };
  }

  #shared(name: string): Options {
    return { user: currentAccount(), root_dir: this.tree.at(name), sock_dir: this.tree.at(name, "sock") };
  }

  #masterFile(): ReturnType<typeof loadConfig<typeof masterOptions>> {
    return loadConfig(masterOptions, { file: this.tree.at("master", "master") });
  }

  #minionFile(id: string): { readonly config: MinionConfig; readonly opts: ReadonlyMap<Value, Value> } {
    const options = {
      ...this.#shared(id),
      id,
      master: "127.0.0.1",
      master_port: this.ports.ret,
      acceptance_wait_time: 0.1,
      random_reauth_delay: 0,
      recon_default: 100,
      recon_max: 200,
      ...this.#options.minion,
    };
    const file = this.tree.write(`${id}/minion`, configuration(options));
    return loadConfig(minionOptions, { file });
  }
}

/** JSON is YAML. */
function configuration(options: Options): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
    .join("");
}

function keep(returns: Map<string, Value>, answer: Answer): void {
  if (!isMissing(answer)) returns.set(answer.id, answer.return);
}
