/**
 * A context for tests of runners: a job cache and minions made of plain values.
 */
import type {
  BusEvent,
  Dict,
  JobReturn,
  Plain,
  RunnerContext,
  RunnerModule,
  StoredJob,
  StoredReturn,
  Value,
} from "@salt/core";
import { callFunction, dict, nullLogger, parseArguments, toValue } from "@salt/core";

/** What a test puts in. */
export interface FakeMaster {
  readonly opts?: Dict;
  readonly jobs?: readonly StoredJob[];
  readonly returns?: Readonly<Record<string, readonly StoredReturn[]>>;
  readonly accepted?: readonly string[];
  /** What each minion answers, whatever it is asked. */
  readonly answers?: Readonly<Record<string, Plain>>;
  readonly events?: readonly BusEvent[];
}

/** The context, and what was printed and fired. */
export interface FakeRunner {
  readonly context: RunnerContext;
  readonly printed: Plain[];
  readonly fired: (readonly [string, Dict])[];
}

/** The job id of everything that a fake master runs. */
export const FAKE_JID = "20260101120000123456";

/** Makes a context. */
export function fakeRunner(master: FakeMaster = {}): FakeRunner {
  const printed: Plain[] = [];
  const fired: (readonly [string, Dict])[] = [];
  const jobs = master.jobs ?? [];
  const context: RunnerContext = {
    opts: master.opts ?? new Map(),
    jobs: {
      job: (jid) => jobs.find((job) => job.jid === jid),
      returns: (jid) => master.returns?.[jid] ?? [],
      jobs: () => jobs,
    },
    log: nullLogger,
    signal: new AbortController().signal,
    retcode: 0,
    keys: async () => ({ accepted: master.accepted ?? [], pending: [], denied: [], rejected: [] }),
    run: (_target, fun) => answers(master, fun),
    events: async function* () {
      yield* master.events ?? [];
    },
    fire: async (tag, data) => void fired.push([tag, data]),
    progress: (value) => void printed.push(value),
    functions: async () => new Map(),
  };
  return { context, printed, fired };
}

async function* answers(master: FakeMaster, fun: string): AsyncGenerator<JobReturn> {
  for (const [id, answer] of Object.entries(master.answers ?? {})) {
    const facts = { jid: FAKE_JID, id, fun, funArgs: [], retcode: 0, success: true };
    yield { ...facts, return: toValue(answer), out: undefined, user: "root", metadata: undefined };
  }
}

/** A job of the cache. */
export function storedJob(
  jid: string,
  load: { readonly [key: string]: Plain },
  minions: readonly string[],
): StoredJob {
  return { jid, load: dict(load), minions };
}

/** A return of the cache. */
export function storedReturn(id: string, value: Plain, out?: string): StoredReturn {
  return { id, return: toValue(value), retcode: 0, success: true, out };
}

/** Calls a runner function with words of a command line. */
export async function runLine(
  module: RunnerModule,
  name: string,
  words: readonly string[],
  context: RunnerContext,
): Promise<Value> {
  const fn = module.functions[name];
  if (fn === undefined) throw new TypeError(`there is no ${module.name}.${name}`);
  return await callFunction(`${module.name}.${name}`, fn, await parseArguments([...words]), context);
}
