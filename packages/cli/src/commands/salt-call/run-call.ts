/**
 * The `salt-call` command: runs a function on this machine, with or without a master.
 */

import { highestRetcode } from "@salt/client";
import type { Dict, MinionConfig, PluginCatalog, Value } from "@salt/core";
import {
  CommandExecutionError,
  CommandNotFoundError,
  dict,
  ForeignError,
  FunctionNotAvailableError,
  isAboutArguments,
  isDict,
  JidSource,
  parseArguments,
  parseYamlArgument,
  SaltError,
} from "@salt/core";
import { EXIT, unlessSalt } from "../exit-status.js";
import { INTERRUPTED, unlessInterrupted } from "../interrupted.js";
import type { Invocation } from "../invocation.js";
import { LocalMaster } from "../local-master.js";
import type { CallCommand } from "./command.js";
import { ignoredRoots, readCallCommand } from "./command.js";

type CallInvocation = Invocation<MinionConfig>;

/** The part of the minion's caller that the command uses. */
export interface FunctionCaller {
  readonly id: string;
  call(
    fun: string,
    args: readonly Value[],
    how?: { readonly quietly?: boolean; readonly words?: readonly string[] },
  ): Promise<CallResult>;
  grains(): Promise<Dict>;
}

/** What a call gave. */
export interface CallResult {
  readonly return: Value;
  readonly retcode: Value;
  readonly out: string | undefined;
}

/** Runs the command; the exit status. Throws CommandError. */
export async function runCall(invocation: CallInvocation, plugins: PluginCatalog): Promise<number> {
  const { config, opts, log, signal, positionals, settings, screen } = invocation;
  const command = readCallCommand(positionals, settings);
  const warning = ignoredRoots(settings);
  if (warning !== undefined) screen.complain(warning);
  const { openCaller } = await import("@salt/minion");
  const work = async (): Promise<number> => {
    const masterHere = new LocalMaster(plugins, log, () => signal);
    const print = (line: string): void => screen.line(line);
    const caller = await openCaller({ config, opts, plugins, masterHere, print, log, signal });
    try {
      return await runWithCaller(invocation, caller, command);
    } finally {
      await caller.close();
    }
  };
  const status = await unlessInterrupted(signal, work());
  if (status !== undefined) return status;
  screen.complain(INTERRUPTED);
  return unlessSalt(invocation.policy, EXIT.interrupted);
}

/** Does what was asked with a caller that is open; the exit status. */
export async function runWithCaller(
  invocation: CallInvocation,
  caller: FunctionCaller,
  command: CallCommand,
): Promise<number> {
  if (command.do === "grains") return await printGrains(invocation, caller);
  if (command.do === "docs") return await printDocs(invocation, caller, command.fun);
  return await new Call(invocation, caller, command.fun, command.words).run();
}

async function printGrains({ screen }: CallInvocation, caller: FunctionCaller): Promise<number> {
  await screen.value(dict({ local: await caller.grains() }), { outputter: "grains" });
  return EXIT.ok;
}

async function printDocs(
  { screen }: CallInvocation,
  caller: FunctionCaller,
  prefix: string,
): Promise<number> {
  for (const [name, text] of await docsOf(caller, prefix)) screen.line(`${String(name)}:\n${String(text)}\n`);
  return EXIT.ok;
}

/** The documentation of all functions whose names begin so. */
async function docsOf(caller: FunctionCaller, prefix: string): Promise<Dict> {
  try {
    const { return: docs } = await caller.call("sys.doc", [`${prefix}*`], { quietly: true });
    return isDict(docs) ? docs : new Map();
  } catch (error) {
    if (error instanceof FunctionNotAvailableError) return new Map();
    throw error;
  }
}

/** One function's way from its words to the exit status. */
class Call {
  readonly #invocation: CallInvocation;
  readonly #caller: FunctionCaller;
  readonly #fun: string;
  readonly #words: readonly string[];

  constructor(invocation: CallInvocation, caller: FunctionCaller, fun: string, words: readonly string[]) {
    this.#invocation = invocation;
    this.#caller = caller;
    this.#fun = fun;
    this.#words = words;
  }

  async run(): Promise<number> {
    const { settings, screen } = this.#invocation;
    const args = await parseArguments(this.#words, { noParse: settings.text("no_parse")?.split(",") ?? [] });
    const metadata = settings.isGiven("metadata") ? settings.text("metadata") : undefined;
    try {
      const jid = new JidSource().next();
      const result = await this.#caller.call(this.#fun, args, { words: this.#words });
      const full = settings.flag("print_metadata");
      const value = full ? await this.#withMetadata(jid, result, metadata) : result.return;
      const outputter = full ? "nested" : result.out;
      const retcode = highestRetcode(result.retcode);
      await screen.value(dict({ local: value }), { outputter, retcode });
      if (retcode === 0) return EXIT.ok;
      return settings.flag("retcode_passthrough") ? retcode : EXIT.failed;
    } catch (error) {
      if (settings.flag("hard_crash") || !(error instanceof SaltError)) throw error;
      return await this.#failed(error);
    }
  }

  /** The return with what `--metadata` shows beside it, in Salt's order. */
  async #withMetadata(jid: string, result: CallResult, metadata: string | undefined): Promise<Dict> {
    return dict({
      jid,
      return: result.return,
      retcode: result.retcode,
      out: result.out,
      id: this.#caller.id,
      fun: this.#fun,
      fun_args: [...this.#words],
      metadata: metadata === undefined ? undefined : await parseYamlArgument(metadata),
    });
  }

  async #failed(error: SaltError): Promise<number> {
    const { screen } = this.#invocation;
    if (error instanceof FunctionNotAvailableError) return await this.#notAvailable(error);
    if (isAboutArguments(error)) {
      screen.complain(`\nPassed invalid arguments: ${error.message}.\n\nUsage:`);
      const docs = await docsOf(this.#caller, this.#fun);
      screen.line(String(docs.get(this.#fun) ?? ""));
    } else if (error instanceof CommandNotFoundError) {
      screen.complain(`Command required for '${this.#fun}' not found: ${error.message}`);
    } else if (error instanceof CommandExecutionError) {
      screen.complain(`Error running '${this.#fun}': ${error.message}`);
    } else if (error instanceof ForeignError) {
      screen.complain(error.traceback.trimEnd());
    } else {
      screen.complain(error.message);
    }
    return EXIT.failed;
  }

  /** A module's name alone gives the documentation of its functions. */
  async #notAvailable(error: FunctionNotAvailableError): Promise<number> {
    const { screen } = this.#invocation;
    const docs = await docsOf(this.#caller, this.#fun);
    if (docs.size > 0) {
      await screen.value(dict({ local: new Map([...docs, [this.#fun, error.message]]) }), {
        outputter: "nested",
      });
      return EXIT.failed;
    }
    screen.complain(
      error.hint === undefined ? error.message : `${error.message} Possible reasons: ${error.hint}`,
    );
    return EXIT.notAvailable;
  }
}
