/**
 * A context for tests of runners: a job cache and minions made of plain values.
 */
import type {
  BusEvent,
  DataCache,
  Dict,
  FileServerControl,
  JobReader,
  JobReturn,
  KeyManager,
  PillarControl,
  Plain,
  RunnerContext,
  RunnerModule,
  RunOptions,
  StoredJob,
  StoredReturn,
  Value,
} from "@salt/core";
import { callFunction, dict, nullLogger, parseArguments, SaltInvocationError, toValue } from "@salt/core";
import { fakeContext } from "./execution-context.js";

/** What a test puts in. */
export interface FakeMaster {
  readonly opts?: Dict;
  readonly jobs?: readonly StoredJob[];
  readonly returns?: Readonly<Record<string, readonly StoredReturn[]>>;
  readonly accepted?: readonly string[];
  /** What each minion answers, whatever it is asked. */
  readonly answers?: Readonly<Record<string, Plain>>;
  readonly events?: readonly BusEvent[];
  /** The ids that jobs are sent to, where some of them do not answer. */
  readonly sentTo?: readonly string[];
  /** Cached values by `bank/key`. */
  readonly cached?: Readonly<Record<string, Value>>;
  /** What of the keys a test looks at. */
  readonly keyring?: Partial<KeyManager>;
  readonly files?: FileServerControl;
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
  const context: RunnerContext = {
    opts: master.opts ?? new Map(),
    jobs: async (source = "") => {
      if (source !== "") throw new SaltInvocationError(`there is no job cache ${source}`);
      return reader(master);
    },
    cache: memoryCache(master.cached ?? {}),
    keyring: fakeKeyring(master.keyring ?? {}),
    wheel: async () => null,
    wheelFunctions: async () => new Map(),
    log: nullLogger,
    signal: new AbortController().signal,
    retcode: 0,
    keys: async () => ({ accepted: master.accepted ?? [], pending: [], denied: [], rejected: [] }),
    run: (_target, fun, _args, options) => answers(master, fun, options),
    events: async function* () {
      yield* master.events ?? [];
    },
    user: "root",
    fire: async (tag, data) => void fired.push([tag, data]),
    progress: (value) => void printed.push(value),
    fileServer: async () => master.files ?? refuseFiles(),
    pillars: fakePillars(),
    tokens: { make: async () => undefined, remove: () => false },
    masterSide: async () => fakeContext({ opts: master.opts ?? new Map() }).context,
    functions: async () => new Map(),
  };
  return { context, printed, fired };
}

/** Tells what is asked for. */
function fakePillars(): PillarControl {
  return {
    compile: async (wanted) => dict({ compiled: { ...wanted } }),
    top: async (wanted) => ({ top: dict({ base: { [wanted.id]: ["a"] } }), errors: [] }),
    kept: () => undefined,
    forget: () => {},
  };
}

function refuseFiles(): never {
  throw new TypeError("this master has no file server");
}

async function* answers(
  master: FakeMaster,
  fun: string,
  options: RunOptions = {},
): AsyncGenerator<JobReturn> {
  const minions = master.sentTo ?? Object.keys(master.answers ?? {});
  if (minions.length > 0) options.onSent?.({ jid: FAKE_JID, minions });
  for (const [id, answer] of Object.entries(master.answers ?? {})) {
    const facts = { jid: FAKE_JID, id, fun, funArgs: [], retcode: 0, success: true };
    yield { ...facts, return: toValue(answer), out: undefined, user: "root", metadata: undefined };
  }
}

function reader(master: FakeMaster): JobReader {
  const jobs = master.jobs ?? [];
  return {
    job: (jid) => jobs.find((job) => job.jid === jid),
    returns: (jid) => master.returns?.[jid] ?? [],
    jobs: () => jobs,
  };
}

function memoryCache(values: Readonly<Record<string, Value>>): DataCache {
  const kept = new Map(Object.entries(values));
  return {
    store: (bank, key, value) => void kept.set(`${bank}/${key}`, value),
    fetch: (bank, key) => kept.get(`${bank}/${key}`),
    list: (bank) =>
      [...kept.keys()]
        .filter((name) => name.startsWith(`${bank}/`))
        .map((name) => name.slice(bank.length + 1))
        .sort(),
    flush: (bank, key) => kept.delete(`${bank}/${key ?? ""}`),
  };
}

/** Keys that there are none of; what a test does not give must not be used. */
export function fakeKeyring(parts: Partial<KeyManager>): KeyManager {
  const none = { accepted: [], pending: [], denied: [], rejected: [] };
  const unused = (): never => {
    throw new TypeError("this test has no such key function");
  };
  const rest = { read: unused, fingerprint: unused, accept: unused, reject: unused, delete: unused };
  const making = { put: unused, generate: unused, generateFiles: unused, deleteOwn: unused, sign: unused };
  return { lists: () => none, match: () => none, own: () => [], ...rest, ...making, ...parts };
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
