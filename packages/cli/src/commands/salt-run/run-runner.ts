/**
 * The `salt-run` command: runs a function beside the master and prints what it gives.
 */

import { highestRetcode } from "@salt/client";
import type { MasterConfig, PluginCatalog, RunnerFunction, Value } from "@salt/core";
import {
  ArgumentBindingError,
  bindArguments,
  callFunction,
  FunctionNotAvailableError,
  getString,
  isDict,
  JidSource,
  parseArguments,
  SaltError,
  SaltInvocationError,
} from "@salt/core";
import type { FunctionRun, FunctionsByName, RunEnd } from "@salt/master";
import { callForEnd, RunnerSession, storeRun, tellEnd, tellStart } from "@salt/master";
import { CommandError } from "../command-error.js";
import { EXIT, unlessSalt } from "../exit-status.js";
import { INTERRUPTED, unlessInterrupted } from "../interrupted.js";
import type { Invocation } from "../invocation.js";
import { runnerDocs } from "./runner-docs.js";

/** Starts the same command again, apart from this one; the bins know how. */
export type StartDetached = (jid: string) => void;

/** Runs the command; the exit status. Throws CommandError. */
export async function runRunner(
  invocation: Invocation<MasterConfig>,
  catalog: PluginCatalog,
  startDetached: StartDetached,
): Promise<number> {
  const { positionals, settings, screen } = invocation;
  const [fun = "", ...words] = positionals;
  if (settings.flag("doc")) {
    if (words.length > 0) throw new CommandError("You can only get documentation for one method at one time");
    const run: FunctionRun = { client: "runner", jid: "", fun, args: [], user: invocation.user };
    return await new RunnerCall(invocation, catalog, run).tellDocs();
  }
  const login = await invocation.login?.();
  const readArgs = () => parseArguments(words, { noParse: settings.text("no_parse")?.split(",") ?? [] });
  if (login !== undefined) {
    const { runRemote } = await import("./run-remote.js");
    return await runRemote(invocation, login, {
      fun,
      args: await readArgs(),
      isAsync: settings.flag("async"),
    });
  }
  const jid = settings.text("jid") ?? new JidSource().next();
  if (settings.flag("async")) {
    startDetached(jid);
    screen.complain(ASYNC_TEXT + jid);
    return EXIT.ok;
  }
  const args = await readArgs();
  const run: FunctionRun = { client: "runner", jid, fun, args, user: invocation.user };
  return await new RunnerCall(invocation, catalog, run).run();
}

const ASYNC_TEXT =
  "[WARNING ] Running in asynchronous mode. Results of this execution may be collected by attaching to the master " +
  "event bus or by examining the master job cache, if configured. This execution is running under tag salt/run/";

/** One function's way from its name to the exit status. */
class RunnerCall {
  readonly #invocation: Invocation<MasterConfig>;
  readonly #catalog: PluginCatalog;
  readonly #session: RunnerSession;
  readonly #index: FunctionsByName<RunnerFunction>;
  readonly #run: FunctionRun;

  constructor(invocation: Invocation<MasterConfig>, catalog: PluginCatalog, run: FunctionRun) {
    this.#invocation = invocation;
    this.#catalog = catalog;
    this.#run = run;
    this.#session = this.#open();
    this.#index = this.#session.runners;
  }

  /** Prints the documentation of the functions that the name means. */
  async tellDocs(): Promise<number> {
    try {
      const docs = await runnerDocs(this.#index, this.#run.fun);
      for (const [name, text] of docs) this.#invocation.screen.line(`${name}:\n${text}`);
      return EXIT.ok;
    } finally {
      await this.#session.close();
    }
  }

  async run(): Promise<number> {
    const session = this.#session;
    try {
      const fn = await this.#find();
      return fn instanceof SaltError ? await this.#notCallable(session, fn) : await this.#call(session, fn);
    } finally {
      await session.close();
    }
  }

  #open(): RunnerSession {
    const { config, opts, user, log, signal, settings, screen } = this.#invocation;
    const timeout = settings.isGiven("timeout") ? settings.number("timeout") : undefined;
    const keep = this.#keeper();
    const from = {
      config,
      opts,
      catalog: this.#catalog,
      user,
      jid: this.#run.jid,
      timeout,
      keep,
      log,
      signal,
    };
    if (settings.flag("quiet")) return new RunnerSession(from);
    const show = async (value: Value, outputter: string | undefined): Promise<void> => {
      if (typeof value === "string") screen.line(value);
      else await screen.value(value, { outputter });
    };
    return new RunnerSession({ ...from, show });
  }

  /** The function, or why it cannot be called like this. */
  async #find(): Promise<RunnerFunction | SaltError> {
    try {
      const fn = await this.#index.find(this.#run.fun);
      bindArguments(this.#run.fun, fn, this.#run.args);
      return fn;
    } catch (error) {
      if (error instanceof FunctionNotAvailableError || error instanceof SaltInvocationError) return error;
      if (error instanceof ArgumentBindingError) return this.#index.find(this.#run.fun);
      throw error;
    }
  }

  async #call(session: RunnerSession, fn: RunnerFunction): Promise<number> {
    const { policy, signal, screen, log } = this.#invocation;
    await tellStart(this.#run, { session, log });
    const end = await unlessInterrupted(signal, this.#result(session, fn));
    await session.settled();
    if (end === undefined || signal.aborted) {
      screen.complain(INTERRUPTED);
      return unlessSalt(policy, EXIT.interrupted);
    }
    await this.#tellEnd(session, end);
    await this.#print(end.value, fn);
    return end.retcode ?? returnedRetcode(end.value) ?? unlessSalt(policy, session.retcode);
  }

  /** The end of a call, also of one that failed; with `--hard-crash` a failure is thrown. */
  async #result(session: RunnerSession, fn: RunnerFunction): Promise<RunEnd> {
    const { fun, args } = this.#run;
    const { policy, settings } = this.#invocation;
    if (settings.flag("hard_crash")) {
      const value = await callFunction(fun, fn, args, session);
      return { value, success: session.retcode === 0, retcode: undefined };
    }
    const end = await callForEnd(this.#run, fn, session);
    return policy === "honest" && !fits(fun, fn, args) ? { ...end, retcode: EXIT.failed } : end;
  }

  /** Keeps the outcome, where runs are kept, and tells of the end. */
  async #tellEnd(session: RunnerSession, end: RunEnd): Promise<void> {
    const keep = this.#keeper();
    const record = keep === undefined ? undefined : (kept: RunEnd): void => keep(this.#run, kept);
    await tellEnd(this.#run, end, { session, log: this.#invocation.log, record });
  }

  /** Writes runs into the job cache, where they are kept. */
  #keeper(): ((run: FunctionRun, end: RunEnd) => void) | undefined {
    const { config, opts } = this.#invocation;
    if (!config.job_cache || !config.runner_returns) return undefined;
    return (run, end) => storeRun(config, opts, run, end, Date.now());
  }

  /** Prints a return; one of the form `{data, outputter}` says itself how. */
  async #print(value: Value, fn: RunnerFunction): Promise<void> {
    const { settings, screen } = this.#invocation;
    if (settings.flag("quiet")) return;
    const outputter = getString(value, "outputter");
    const wrapped = isDict(value) && value.size === 2 && value.has("data") && outputter !== undefined;
    if (wrapped) await screen.value(value.get("data") ?? null, { outputter });
    else await screen.value(value, { outputter: outputter ?? fn.outputter });
  }

  /** There is no such function, or it cannot be called so: its documentation, or that of its namesakes, is printed. */
  async #notCallable(session: RunnerSession, error: Error): Promise<number> {
    const { screen, settings, policy } = this.#invocation;
    const end = { value: error.message, success: false, retcode: 254 };
    await this.#tellEnd(session, end);
    const docs = await runnerDocs(this.#index, `${this.#run.fun}*`);
    if (!settings.flag("quiet"))
      await screen.value(docs.size > 0 ? docs : error.message, { outputter: "nested" });
    const asked = this.#run.fun !== "";
    return asked ? unlessSalt(policy, EXIT.failed) : EXIT.ok;
  }
}

/** Whether arguments can be bound to a function. */
function fits(fun: string, fn: RunnerFunction, args: readonly Value[]): boolean {
  try {
    bindArguments(fun, fn, args);
    return true;
  } catch (error) {
    if (error instanceof ArgumentBindingError) return false;
    throw error;
  }
}

/** A return may carry an exit status of its own, also one level down. */
function returnedRetcode(value: Value): number | undefined {
  if (!isDict(value)) return undefined;
  const data = value.get("data");
  const retcode = value.get("retcode") ?? (isDict(data) ? data.get("retcode") : undefined);
  return retcode === undefined ? undefined : highestRetcode(retcode);
}
