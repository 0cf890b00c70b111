/**
 * The inside of a job process.
 */
import type { Job, Logger, MasterHere, Plain, PluginCatalog, Value } from "@salt/core";
import { errorText, getString, isDict, loggerTo, MalformedError, SaltError, systemClock } from "@salt/core";
import type { Surroundings } from "@salt/loader";
import { collectGrains, LoadedPlugins, makeContext, withPluginGrains } from "@salt/loader";
import { decode, encode } from "@salt/wire";
import { DatastoreFile } from "../control/datastore.js";
import type { Facts } from "../facts/minion-facts.js";
import { unpackFacts } from "../facts/minion-facts.js";
import { ReturnSpool } from "../jobs/answer/return-spool.js";
import { isOwnJob, ownReturn } from "../jobs/own-job.js";
import { parseJob } from "../jobs/parse-job.js";
import { ProcDir } from "../jobs/proc-dir.js";
import { executeJob } from "../jobs/run/execute-job.js";
import type { JobOutcome } from "../jobs/run/outcome.js";
import { failedOutcome, returnLoad } from "../jobs/run/outcome.js";
import { callPlugin } from "./call-plugin.js";
import type { FromWorker, ToWorker } from "./messages.js";
import { packOutcome } from "./packed-outcome.js";
import { remoteControl, remoteError } from "./remote-control.js";

const MIB = 1024 * 1024;
/** A master takes requests of 100 MiB unless told otherwise (`max_request_size`); a larger one would be sent in vain. */
const MAX_OUTCOME_BYTES = 96 * MIB;
const MAX_TEXT = "and more than 96 MiB are not";

/** What the inside needs of the process around it. */
export interface JobWorkerParts {
  readonly plugins: PluginCatalog;
  /** Makes what speaks to a master on this machine; absent where functions cannot. */
  readonly masterHere?: OpenMasterHere;
  /** Sends to the daemon; false when it is gone. */
  readonly send: (message: FromWorker) => Promise<boolean>;
  /** Ends the process. */
  readonly end: () => void;
}

/** Makes what speaks to a master on this machine; `signal` gives that of the job at work. */
export type OpenMasterHere = (log: Logger, signal: () => AbortSignal) => MasterHere;

interface Question {
  readonly resolve: (value: Value) => void;
  readonly reject: (error: SaltError) => void;
}

/** Runs jobs for a daemon. */
export class JobWorker {
  readonly #parts: JobWorkerParts;
  readonly #log: Logger;
  readonly #masterHere: MasterHere | undefined;
  readonly #questions = new Map<number, Question>();
  #memory = new Map<string, unknown>();
  #facts: Facts = { id: "", opts: new Map(), grains: new Map(), pillar: new Map() };
  #loaded: LoadedPlugins | undefined;
  #stop = new AbortController();
  #isBusy = false;
  #isAlone = false;
  #calls = 0;

  constructor(parts: JobWorkerParts) {
    this.#parts = parts;
    this.#log = channelLog(parts.send);
    this.#masterHere = parts.masterHere?.(this.#log, () => this.#stop.signal);
  }

  /** Does what the daemon says. */
  async take(message: ToWorker | undefined): Promise<void> {
    if (message === undefined) return;
    if (message.type === "facts") this.#facts = unpackFacts(message.facts);
    else if (message.type === "job") await this.#run(message.load, message.master);
    else if (message.type === "grains") await this.#collectGrains();
    else if (message.type === "call") await this.#call(message);
    else if (message.type === "stop") this.#stop.abort();
    else this.#settle(message);
  }

  /** The daemon is gone: an idle process ends, a busy one keeps its answer for the next daemon. */
  daemonGone(): void {
    this.#isAlone = true;
    for (const { reject } of this.#questions.values()) reject(daemonGoneError());
    this.#questions.clear();
    if (!this.#isBusy) this.#parts.end();
  }

  async #run(packed: Uint8Array, master: string): Promise<void> {
    this.#isBusy = true;
    this.#stop = new AbortController();
    const job = readJob(packed);
    const environment = { ...process.env };
    this.#memory = new Map();
    await this.#loaded?.reloadIfChanged();
    const outcome = await executeJob(job, this.#surroundings(), this.#stop.signal);
    restoreEnvironment(environment);
    const sent = !this.#isAlone && (await this.#parts.send({ type: "done", outcome: packSafely(outcome) }));
    this.#isBusy = false;
    if (sent && !this.#isAlone) return;
    if (!sent) this.#keep(job, outcome, master);
    this.#parts.end();
  }

  /** Leaves the return where the next daemon finds it. */
  #keep(job: Job, outcome: JobOutcome, master: string): void {
    const cachedir = getString(this.#facts.opts, "cachedir");
    if (cachedir === undefined) return;
    const whole = returnLoad(this.#facts.id, job, outcome, systemClock);
    const load = isOwnJob(job) ? ownReturn(job, whole) : whole;
    if (!outcome.silent && load !== undefined) {
      new ReturnSpool(cachedir, this.#log).write(job.jid, { master, load });
    }
    new ProcDir(cachedir, this.#log).remove(job.jid);
  }

  /** Calls a function of a plugin; several may be under way, and what they remember is kept from call to call. */
  async #call({ call, kind, fun, args }: Extract<ToWorker, { readonly type: "call" }>): Promise<void> {
    try {
      const context = makeContext(this.#surroundings(), undefined, this.#stop.signal);
      const value = await callPlugin({ kind, fun, args: decode(args, { dialect: "ipc" }) }, context);
      await this.#parts.send({ type: "called", call, value: encode(value, "ipc") });
    } catch (error) {
      const code = error instanceof SaltError ? error.code : "UNKNOWN";
      await this.#parts.send({ type: "uncalled", call, code, message: errorText(error) });
    }
  }

  async #collectGrains(): Promise<void> {
    const context = { opts: this.#facts.opts, log: this.#log, signal: this.#stop.signal };
    const builtin = await collectGrains(this.#parts.plugins, context);
    const around = makeContext(this.#surroundings(), undefined, this.#stop.signal);
    const grains = await withPluginGrains(builtin, this.#plugins(), around);
    await this.#parts.send({ type: "grains", grains: encode(grains, "ipc") });
  }

  #surroundings(): Surroundings {
    return {
      ...this.#facts,
      ofKind: (kind) => this.#plugins().ofKind(kind),
      control: remoteControl((method, args) => this.#ask(method, args)),
      ...(this.#masterHere === undefined ? {} : { masterHere: this.#masterHere }),
      datastore: new DatastoreFile(getString(this.#facts.opts, "cachedir") ?? ""),
      memory: this.#memory,
      log: this.#log,
    };
  }

  #plugins(): LoadedPlugins {
    this.#loaded ??= new LoadedPlugins({
      builtin: this.#parts.plugins,
      opts: this.#facts.opts,
      context: () => makeContext(this.#surroundings(), undefined, this.#stop.signal),
      onPython: (pid) => void this.#parts.send({ type: "companion", pid }),
      log: this.#log,
    });
    return this.#loaded;
  }

  #ask(method: string, args: readonly Plain[]): Promise<Value> {
    if (this.#isAlone) return Promise.reject(daemonGoneError());
    const call = this.#calls++;
    return new Promise((resolve, reject) => {
      this.#questions.set(call, { resolve, reject });
      void this.#parts.send({ type: "ask", call, method, args: encode(args, "ipc") });
    });
  }

  #settle(message: Extract<ToWorker, { readonly type: "reply" | "failure" }>): void {
    const question = this.#questions.get(message.call);
    this.#questions.delete(message.call);
    if (message.type === "reply") question?.resolve(decode(message.value, { dialect: "ipc" }));
    else question?.reject(remoteError(message.code, message.message));
  }
}

function readJob(packed: Uint8Array): Job {
  const load = decode(packed, { dialect: "ipc" });
  if (!isDict(load)) throw new MalformedError("a job is no map");
  return parseJob(load);
}

function packSafely(outcome: JobOutcome): Uint8Array {
  try {
    const packed = packOutcome(outcome);
    if (packed.length <= MAX_OUTCOME_BYTES) return packed;
    const size = `${Math.ceil(packed.length / MIB)} MiB`;
    return packOutcome(
      failedOutcome(`The result of the function cannot be sent: it takes ${size}, ${MAX_TEXT}`),
    );
  } catch (error) {
    return packOutcome(failedOutcome(`The result of the function cannot be sent: ${errorText(error)}`));
  }
}

function daemonGoneError(): SaltError {
  return new SaltError("DAEMON_GONE", "The minion daemon that this job belongs to has ended");
}

/** A logger that hands its lines to the daemon; traces are not worth the way. */
function channelLog(send: (message: FromWorker) => Promise<boolean>): Logger {
  return loggerTo((level, fields, message) => {
    if (level !== "trace") void send({ type: "log", level, fields, message });
  });
}

/** What a job set with `environ.setval` is its own: the next job of this process must not see it. */
function restoreEnvironment(before: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
}
