/**
 * The soak: jobs at a steady rate to simulated minions, while the master and they are killed and restarted at random.
 * `main.js [MINUTES]`, 10 by default. Ends with status 0 only when nothing was lost and memory stayed flat.
 */
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { JobClient } from "@salt/client";
import { currentAccount, openJobClient } from "@salt/client";
import type { MasterConfig } from "@salt/core";
import { errorText, loadConfig, masterOptions, Scope } from "@salt/core";
import { openJobStore } from "@salt/master";
import { freePorts, Tree } from "@salt/testkit";
import { PrivateKey } from "@salt/wire";
import { ReturnEvents } from "./event-count.js";
import { judge, readJournals } from "./verdict.js";
import { Victim } from "./victim.js";

const JOBS_PER_SECOND = 20;
const FLEETS = 5;
const MINIONS_PER_FLEET = 10;
/** Seconds between two kills, at random between these. */
const KILL_EVERY = [4, 12] as const;
/** The part of all jobs that must be taken: a master is away for a second or two after each kill, not longer. */
const SENT_AT_LEAST = 0.7;
/** How much more memory the last master lives may use than the first ones. */
const MEMORY_FACTOR = 1.3;
const MEMORY_SLACK_MIB = 30;

const bin = fileURLToPath(new URL("../../../node_modules/.bin", import.meta.url));
const minutes = Number(process.argv[2] ?? 10);
const tree = new Tree("salt-soak");
const victims = new Scope();
const journals = Array.from({ length: FLEETS }, (_none, index) => tree.write(`journal-${index}`, ""));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void giveUp());

async function giveUp(): Promise<void> {
  await victims.close();
  tree.close();
  process.exit(1);
}

const between = (low: number, high: number): number => low + Math.random() * (high - low);

async function prepare(): Promise<{ config: MasterConfig; file: string; port: number; key: string }> {
  const [publish = 0, ret = 0] = await freePorts(2);
  const options = {
    user: currentAccount(),
    root_dir: tree.at("master"),
    sock_dir: tree.at("sock"),
    interface: "127.0.0.1",
    publish_port: publish,
    ret_port: ret,
    auto_accept: true,
  };
  const lines = Object.entries(options).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`);
  const file = tree.write("etc/master", lines.join(""));
  const key = tree.write("minion.pem", (await PrivateKey.generate(2048)).toPem());
  return { config: loadConfig(masterOptions, { file }).config, file, port: ret, key };
}

/** Sends jobs at the rate until told to stop. Those that the master does not take, because it is dead, are counted. */
class Sender {
  sent = 0;
  /** Jobs not taken, by what was said about them. */
  readonly refused = new Map<string, number>();
  readonly #config: MasterConfig;
  readonly #file: string;
  #client: Promise<JobClient> | undefined;

  constructor(config: MasterConfig, file: string) {
    this.#config = { ...config, publish_timeout: 2 };
    this.#file = file;
  }

  async run(signal: AbortSignal): Promise<void> {
    const under = new Set<Promise<void>>();
    let next = performance.now();
    while (!signal.aborted) {
      const sending = this.#send().finally(() => under.delete(sending));
      under.add(sending);
      next += 1000 / JOBS_PER_SECOND;
      await wait(Math.max(0, next - performance.now()));
    }
    await Promise.all(under);
    await this.#drop(this.#client);
  }

  async #send(): Promise<void> {
    this.#client ??= openJobClient({
      config: this.#config,
      configFile: this.#file,
      user: currentAccount(),
    });
    const client = this.#client;
    try {
      const target = { tgt: "*", tgtType: "glob", delimiter: ":" } as const;
      await (await client).publish({ target, fun: "test.ping" }, { listen: false });
      this.sent += 1;
    } catch (error) {
      const said = errorText(error);
      this.refused.set(said, (this.refused.get(said) ?? 0) + 1);
      await this.#drop(client);
    }
  }

  /** Lets go of a client that has failed, once. */
  async #drop(client: Promise<JobClient> | undefined): Promise<void> {
    if (client === undefined || client !== this.#client) return;
    this.#client = undefined;
    await client.then((open) => open.close()).catch(() => undefined);
  }
}

/** Kills one of the victims at random, the master as often as all fleets together. */
async function harass(master: Victim, fleets: readonly Victim[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await wait(between(...KILL_EVERY) * 1000, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const victim = Math.random() < 0.5 ? master : fleets[Math.floor(Math.random() * fleets.length)];
    await victim?.killAndRestart(between(100, 2000));
  }
}

/** Samples the master's memory every second. */
async function watch(master: Victim, samples: number[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await wait(1000);
    const memory = master.memory;
    if (memory !== undefined) samples.push(memory);
  }
}

function peak(samples: readonly number[]): number {
  return Math.max(0, ...samples);
}

async function soak(): Promise<boolean> {
  const { config, file, port, key } = await prepare();
  const output = tree.at("output");
  const master = victims.use(
    new Victim({
      name: "master",
      command: join(bin, "salt-master"),
      args: ["-c", tree.at("etc"), "-l", "warning"],
      output,
    }),
  );
  const fleetProgram = fileURLToPath(new URL("./fleet.js", import.meta.url));
  const fleets = journals.map((journal, index) => {
    const args = [fleetProgram, port, index * MINIONS_PER_FLEET, MINIONS_PER_FLEET, key, journal].map(String);
    return victims.use(new Victim({ name: `fleet ${index}`, command: process.execPath, args, output }));
  });
  const ending = new AbortController();
  const samples: number[] = [];
  const sender = new Sender(config, file);
  const events = new ReturnEvents();
  master.start();
  for (const fleet of fleets) fleet.start();
  await wait(5000);
  const work = [
    sender.run(ending.signal),
    harass(master, fleets, ending.signal),
    watch(master, samples, ending.signal),
  ];
  const listening = new AbortController();
  const followed = events.follow(config.sock_dir, listening.signal);
  await wait(minutes * 60_000);
  ending.abort();
  await Promise.all(work);
  // What is still on its way may arrive.
  await wait(5000);
  listening.abort();
  await Promise.all([victims.close(), followed]);

  // Row by row, as they are in the file: a reader that puts several caches together shows one return of each minion.
  const jobs = openJobStore({ cachedir: config.cachedir, readonly: true });
  const verdict = judge(jobs, readJournals(journals));
  jobs.close();
  const [early, late] = [
    peak(samples.slice(0, samples.length / 3)),
    peak(samples.slice((samples.length * 2) / 3)),
  ];
  const flat = late <= early * MEMORY_FACTOR + MEMORY_SLACK_MIB;
  const kills = `${master.kills} of the master, ${fleets.reduce((sum, fleet) => sum + fleet.kills, 0)} of minions`;
  console.log(`jobs sent             ${sender.sent}`);
  for (const [said, count] of sender.refused) console.log(`  not taken           ${count}: ${said}`);
  console.log(`kills with signal 9   ${kills}`);
  console.log(`returns acknowledged  ${verdict.acknowledged}`);
  console.log(`  in the job cache    ${verdict.found}`);
  console.log(`  lost                ${verdict.lost}`);
  console.log(`  stored twice        ${verdict.repeated}`);
  console.log(`  with another value  ${verdict.wrong}`);
  console.log(`returns announced     ${events.announced}`);
  console.log(`  announced twice     ${events.repeated}`);
  console.log(
    `master's peak memory  ${early.toFixed(0)} MiB in the first third, ${late.toFixed(0)} MiB in the last`,
  );
  const busy = sender.sent >= minutes * 60 * JOBS_PER_SECOND * SENT_AT_LEAST;
  const sound = verdict.lost + verdict.repeated + verdict.wrong === 0 && verdict.acknowledged > 0;
  const heard = events.repeated === 0 && events.announced > 0;
  return sound && heard && flat && busy;
}

try {
  const good = await soak();
  console.log(good ? "soak: passed" : "soak: FAILED");
  if (good) tree.close();
  else console.log(`Output of all processes: ${tree.at("output")}`);
  process.exit(good ? 0 : 1);
} catch (error) {
  console.error(`soak: ${errorText(error)}`);
  await victims.close();
  process.exit(1);
}
