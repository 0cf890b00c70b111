/**
 * The `salt-run` command: runs a function beside the master and prints what it gives.
 */
import type { MasterConfig, PluginCatalog, RunnerFunction, Value } from "@salt/core";
import {
  ArgumentBindingError,
  bindArguments,
  callFunction,
  documentationOf,
  errorText,
  FunctionNotAvailableError,
  getString,
  isDict,
  JidSource,
  parseArguments,
  SaltError,
  SaltInvocationError,
} from "@salt/core";
import { CommandError } from "../command-error.js";
import { EXIT, unlessSalt } from "../exit-status.js";
import { INTERRUPTED, unlessInterrupted } from "../interrupted.js";
import type { Invocation } from "../invocation.js";
import { highestRetcode } from "../salt/retcode.js";
import { RunnerSession } from "./runner-context.js";
import { runnerDocs } from "./runner-docs.js";
import type { RunnerEnd, RunnerRun } from "./runner-events.js";
import { endEvent, startEvent } from "./runner-events.js";
import { RunnerIndex } from "./runner-index.js";

/** Starts the same command again, apart from this one; the bins know how. */
export type StartDetached = (jid: string) => void;

const NOT_SERVED: ReadonlyArray<readonly [option: string, sentence: string]> = [
  ["eauth", "External authentication (-a) is not served yet: run the command as the master's own account."],
  ["mktoken", "Tokens (-T) are not served yet: run the command as the master's own account."],
  ["username", "External authentication (--username) is not served yet."],
  ["password", "External authentication (--password) is not served yet."],
  ["profiling_enabled", "Profiling is not served: node --cpu-prof does it for every command."],
];

/** Runs the command; the exit status. Throws CommandError. */
export async function runRunner(
  invocation: Invocation<MasterConfig>,
  catalog: PluginCatalog,
  startDetached: StartDetached,
): Promise<number> {
  const { positionals, settings, screen } = invocation;
  for (const [option, sentence] of NOT_SERVED) if (settings.isGiven(option)) throw new CommandError(sentence);
  const index = new RunnerIndex(catalog);
  const [fun = "", ...words] = positionals;
  if (settings.flag("doc")) {
    if (words.length > 0) throw new CommandError("You can only get documentation for one method at one time");
    for (const [name, text] of await runnerDocs(index, fun)) screen.line(`${name}:\n${text}`);
    return EXIT.ok;
  }
  const jid = settings.text("jid") ?? new JidSource().next();
  if (settings.flag("async")) {
    startDetached(jid);
    screen.complain(ASYNC_TEXT + jid);
    return EXIT.ok;
  }
  const args = await parseArguments(words, { noParse: settings.text("no_parse")?.split(",") ?? [] });
  return await new RunnerCall(invocation, index, { jid, fun, args, user: invocation.user }).run();
}

const ASYNC_TEXT =
  "[WARNING ] Running in asynchronous mode. Results of this execution may be collected by attaching to the master " +
  "event bus or by examining the master job cache, if configured. This execution is running under tag salt/run/";

/** One function's way from its name to the exit status. */
class RunnerCall {
  readonly #invocation: Invocation<MasterConfig>;
  readonly #index: RunnerIndex;
  readonly #run: RunnerRun;

  constructor(invocation: Invocation<MasterConfig>, index: RunnerIndex, run: RunnerRun) {
    this.#invocation = invocation;
    this.#index = index;
    this.#run = run;
  }

  async run(): Promise<number> {
    const session = await RunnerSession.open(this.#invocation, this.#index, this.#run.jid);
    try {
      const fn = await this.#find();
      return fn instanceof SaltError ? await this.#notCallable(session, fn) : await this.#call(session, fn);
    } finally {
      await session.close();
    }
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
    const { policy, signal, screen } = this.#invocation;
    await this.#tell(session, startEvent(this.#run, Date.now()));
    const end = await unlessInterrupted(signal, this.#result(session, fn));
    await session.settled();
    if (end === undefined || signal.aborted) {
      screen.complain(INTERRUPTED);
      return unlessSalt(policy, EXIT.interrupted);
    }
    await this.#tell(session, endEvent(this.#run, end, Date.now()));
    await this.#print(end.value, fn);
    return end.retcode ?? returnedRetcode(end.value) ?? unlessSalt(policy, session.retcode);
  }

  /** The end of a call, also of one that failed. */
  async #result(session: RunnerSession, fn: RunnerFunction): Promise<RunnerEnd> {
    const { fun, args } = this.#run;
    const { policy, settings } = this.#invocation;
    try {
      const value = await callFunction(fun, fn, args, session);
      return { value, success: session.retcode === 0, retcode: undefined };
    } catch (error) {
      if (settings.flag("hard_crash")) throw error;
      if (error instanceof ArgumentBindingError) {
        const value = `\nPassed invalid arguments: ${error.message}\n\nUsage:\n${documentationOf(fn)}`;
        return { value, success: true, retcode: policy === "honest" ? EXIT.failed : undefined };
      }
      const name = error instanceof Error ? error.name : "Error";
      const value = `Exception occurred in runner ${fun}: ${name}: ${errorText(error)}`;
      return { value, success: false, retcode: EXIT.failed };
    }
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
    await this.#tell(session, endEvent(this.#run, end, Date.now()));
    const docs = await runnerDocs(this.#index, `${this.#run.fun}*`);
    if (!settings.flag("quiet"))
      await screen.value(docs.size > 0 ? docs : error.message, { outputter: "nested" });
    const asked = this.#run.fun !== "";
    return asked ? unlessSalt(policy, EXIT.failed) : EXIT.ok;
  }

  /** Events are for onlookers; a runner works without a master too. */
  async #tell(session: RunnerSession, [tag, data]: ReturnType<typeof startEvent>): Promise<void> {
    try {
      await session.fire(tag, data);
    } catch (error) {
      this.#invocation.log.debug({ tag, err: errorText(error) }, "Nobody took the event of this run");
    }
  }
}

/** A return may carry an exit status of its own, also one level down. */
function returnedRetcode(value: Value): number | undefined {
  if (!isDict(value)) return undefined;
  const data = value.get("data");
  const retcode = value.get("retcode") ?? (isDict(data) ? data.get("retcode") : undefined);
  return retcode === undefined ? undefined : highestRetcode(retcode);
}
