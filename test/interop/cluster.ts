/**
 * One master with a minion of every installation, and the questions that the tests ask of them.
 */
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "@salt/testkit";
import { command, Daemon, printedMap, until } from "./daemon.js";
import type { Installation } from "./installation.js";
import { all, ours } from "./installation.js";

/** Name of a key that no minion uses: deleting it makes the master rotate its AES key. */
const SPARE_KEY = "spare";

/** A target for all minions, but not for the spare key: waiting for that one would cost half a minute each time. */
export const EVERYONE = "m-*";

/** A master and its minions. */
export class Cluster {
  readonly master: Daemon;
  readonly minions: ReadonlyMap<string, Daemon>;
  readonly #place: string;

  private constructor(place: string, master: Daemon, minions: ReadonlyMap<string, Daemon>) {
    this.#place = place;
    this.master = master;
    this.minions = minions;
  }

  /** Starts a master of `installation` and a minion of each of `minions`. */
  static async start(
    installation: Installation,
    minions: readonly Installation[] = all,
    masterConfig: Readonly<Record<string, unknown>> = {},
    minionConfig: Readonly<Record<string, unknown>> = {},
  ): Promise<Cluster> {
    const place = mkdtempSync(join(tmpdir(), "salt-interop-"));
    const [publish, ret] = await freePorts(2);
    const master = new Daemon(installation, "salt-master", join(place, "master"), {
      interface: "127.0.0.1",
      publish_port: publish,
      ret_port: ret,
      worker_threads: 2,
      loop_interval: 1,
      timeout: 10,
      exit_codes: "salt",
      ...masterConfig,
    });
    const daemons = minions.map((minion) => {
      const id = `m-${minion.name}`;
      const config = {
        id,
        master: "127.0.0.1",
        master_port: ret,
        // A real 3007 minion looks for its connection at this port, and thinks it lost when that is another one.
        publish_port: publish,
        acceptance_wait_time: 1,
        random_reauth_delay: 1,
        ...minionConfig,
      };
      return [id, new Daemon(minion, "salt-minion", join(place, id), config)] as const;
    });
    const cluster = new Cluster(place, master, new Map(daemons));
    cluster.#plantSpareKey();
    master.start();
    for (const minion of cluster.minions.values()) minion.start();
    return cluster;
  }

  /** Ids of all minions. */
  get ids(): readonly string[] {
    return [...this.minions.keys()];
  }

  /** Runs a command of the master's installation, or of another one, with the master's configuration. */
  run(program: string, args: readonly string[], by: Installation = this.master.installation): string {
    const done = command(by, program, this.master.directory, args);
    return done.stdout + done.stderr;
  }

  /** What `salt … --out=json --static` gives: return by minion id. */
  salt(
    args: readonly string[],
    by: Installation = this.master.installation,
  ): Readonly<Record<string, unknown>> {
    return printedMap(command(by, "salt", this.master.directory, ["--out=json", "--static", ...args]));
  }

  /**
   * The same for a job that every minion shall answer in the same way, asked anew while some do not: a real minion
   * may lose a job that comes while it signs in again. Ours may not: its first answer counts.
   */
  saltUntilAll(args: readonly string[], expected: unknown): Readonly<Record<string, unknown>> {
    const first = this.salt(args);
    let returns = first;
    for (let again = 0; again < 3 && this.ids.some((id) => returns[id] !== expected); again += 1) {
      returns = this.salt(args);
    }
    return { ...returns, ...this.#ofOurs(first) };
  }

  /** The part of a return that is from our own minions: for them the first answer counts. */
  #ofOurs(returns: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const own = [...this.minions].filter(([, minion]) => minion.installation === ours);
    return Object.fromEntries(own.map(([id]) => [id, returns[id]]));
  }

  /** Keys by state, as `salt-key -L --out=json` names them. */
  keys(): Readonly<Record<string, unknown>> {
    return printedMap(
      command(this.master.installation, "salt-key", this.master.directory, ["-L", "--out=json"]),
    );
  }

  /** Waits until these minions answer a ping. */
  async untilUp(ids: readonly string[] = this.ids): Promise<void> {
    let last: Readonly<Record<string, unknown>> = {};
    try {
      await until("minions to answer", () => {
        last = this.salt(["-t", "5", EVERYONE, "test.ping"]);
        return ids.every((id) => last[id] === true);
      });
    } catch (error) {
      throw new TypeError(`Only these answered: ${JSON.stringify(last)}\n${this.tails()}`, { cause: error });
    }
  }

  /** Deletes the spare key and waits until the master has taken that as the order to rotate its AES key. */
  async rotateKey(): Promise<void> {
    this.run("salt-key", ["-y", "-d", SPARE_KEY]);
    await until("the AES key to be rotated", () => !existsSync(join(this.master.directory, "cache", ".dfn")));
  }

  /** The end of every daemon's output. */
  tails(): string {
    return [this.master, ...this.minions.values()].map((daemon) => daemon.tail()).join("\n");
  }

  /** Stops everything and removes its files. */
  async close(): Promise<void> {
    await Promise.all([...this.minions.values()].map((minion) => minion.stop()));
    await this.master.stop();
    if (process.env.SALT_INTEROP_KEEP === undefined) rmSync(this.#place, { recursive: true, force: true });
  }

  #plantSpareKey(): void {
    const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const keys = join(this.master.directory, "pki", "minions");
    mkdirSync(keys, { recursive: true, mode: 0o700 });
    writeFileSync(join(keys, SPARE_KEY), publicKey.export({ type: "spki", format: "pem" }));
  }
}
