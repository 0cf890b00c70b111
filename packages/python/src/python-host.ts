/**
 * The Python of one process of the minion: started at the first use, started again after a crash, asked and asking.
 */
import type { Closable, ExecutionContext, Logger, Plain, Value } from "@salt/core";
import { errorText, isTruthy, parseYaml, SaltError, Scope, sleep } from "@salt/core";
import type { CallArguments } from "./call-arguments.js";
import { errorOf, PythonProcessError } from "./errors.js";
import type { FromPython, Question, Reply } from "./messages.js";
import type { ModuleInfo } from "./module-info.js";
import { readModuleInfo } from "./module-info.js";
import { Places } from "./places.js";
import type { PythonProcessParts } from "./python-process.js";
import { PythonProcess } from "./python-process.js";
import { statePlace } from "./state-place.js";

/** The facts that modules see. They are sent again when one of them is another object. */
export type PythonFacts = Pick<ExecutionContext, "opts" | "grains" | "pillar" | "memory">;

/** A plugin file. */
export interface PythonFile {
  /** The kind of plugin. */
  readonly kind: string;
  /** The file's name without ending. */
  readonly name: string;
  /** The file, or the directory of a package. */
  readonly path: string;
  /** Names of Salt's that its text has in it and that are told only then: they may be large. */
  readonly mentions?: ReadonlySet<string>;
}

/** Where a function was found: in a Python file of this host, or anywhere else. */
export interface FoundFunction {
  readonly file: string | undefined;
  readonly doc: string;
}

/** The minion as Python functions see it. */
export interface World {
  find(kind: string, name: string): Promise<FoundFunction | undefined>;
  names(kind: string): Promise<readonly string[]>;
  /** Throws what the function throws. */
  call(
    kind: string,
    name: string,
    args: readonly Value[],
    kwargs: ReadonlyMap<string, Value>,
    context: ExecutionContext,
  ): Promise<Value>;
}

/** What a host needs. */
export interface PythonHostParts extends Omit<PythonProcessParts, "onMessage"> {
  readonly world: World;
  /** Is told the pid of a process that has started, and 0 when it has ended. */
  readonly onProcess?: (pid: number) => void;
}

interface Open {
  readonly context: ExecutionContext;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: SaltError) => void;
}

/** How long a file may take to be executed when it is loaded. */
const LOAD_MS = 60_000;
/** How many processes parallel states have at once; further ones wait. */
const MAX_APART = 16;

/** Runs Python functions. */
export class PythonHost implements Closable {
  readonly #parts: PythonHostParts;
  readonly #open = new Map<number, Open>();
  #process: PythonProcess | undefined;
  #loaded = new Map<string, Promise<ModuleInfo>>();
  #facts: PythonFacts | undefined;
  #requests = 0;
  readonly #isApart: boolean;
  readonly #apart = new Set<PythonHost>();
  readonly #places = new Places(MAX_APART);

  /** `isApart` is a host for one call of a parallel state. */
  constructor(parts: PythonHostParts, isApart = false) {
    this.#parts = parts;
    this.#isApart = isApart;
  }

  /** Loads a file, once for each process. Throws PythonProcessError when there is no Python or it came to an end. */
  load(file: PythonFile, context: ExecutionContext): Promise<ModuleInfo> {
    const key = `${file.kind} ${file.name}`;
    const known = this.#process === undefined ? undefined : this.#loaded.get(key);
    if (known !== undefined) return known;
    const process = this.#running();
    const loading = this.#load(process, file, context);
    this.#loaded.set(key, loading);
    return loading;
  }

  /** Calls a function. Throws the errors of `errorOf`, and PythonProcessError when the process ends meanwhile. */
  async call(
    file: PythonFile,
    name: string,
    given: CallArguments,
    context: ExecutionContext,
  ): Promise<Reply> {
    const isParallel = isTruthy(context.chunk?.low.get("parallel") ?? null);
    return isParallel && !this.#isApart
      ? await this.#places.at(() => this.#callApart(file, name, given, context))
      : await this.#call(file, name, given, context);
  }

  /** Python does one thing at a time: a parallel state has a process of its own, so that it holds up no other. */
  async #callApart(
    file: PythonFile,
    name: string,
    given: CallArguments,
    context: ExecutionContext,
  ): Promise<Reply> {
    context.signal.throwIfAborted();
    const host = new PythonHost({ ...this.#parts, onProcess: () => {} }, true);
    this.#apart.add(host);
    try {
      return await host.#call(file, name, given, context);
    } finally {
      this.#apart.delete(host);
      await host.close();
    }
  }

  async #call(
    file: PythonFile,
    name: string,
    { args, kwargs }: CallArguments,
    context: ExecutionContext,
  ): Promise<Reply> {
    await this.load(file, context);
    const process = this.#running();
    const abort = (): void => process.kill();
    context.signal.addEventListener("abort", abort, { once: true });
    const shown = `${file.name}.${name}`;
    try {
      this.#tellFacts(process, context);
      const place =
        file.kind === "state" && context.chunk !== undefined ? statePlace(context.chunk, file) : {};
      const call = { do: "call", kind: file.kind, name: file.name, function: name, args, kwargs, shown };
      const what = { ...call, ...place };
      return await this.#request(process, what, context, `${shown} (${file.path})`);
    } finally {
      context.signal.removeEventListener("abort", abort);
    }
  }

  /** Ends Python and everything it does. */
  async close(): Promise<void> {
    await Promise.all([...this.#apart].map((host) => host.close()));
    const process = this.#process;
    process?.kill();
    await process?.ended;
  }

  #running(): PythonProcess {
    if (this.#process !== undefined) return this.#process;
    const process = new PythonProcess({
      ...this.#parts,
      onMessage: (message) => this.#take(process, message),
    });
    this.#process = process;
    this.#loaded = new Map();
    this.#facts = undefined;
    this.#parts.onProcess?.(process.pid);
    void process.ended.then((error) => this.#ended(process, error));
    return process;
  }

  #ended(process: PythonProcess, error: PythonProcessError): void {
    if (this.#process !== process) return;
    this.#process = undefined;
    this.#parts.onProcess?.(0);
    for (const { reject } of this.#open.values()) reject(error);
    this.#open.clear();
  }

  async #load(process: PythonProcess, file: PythonFile, context: ExecutionContext): Promise<ModuleInfo> {
    const scope = new Scope();
    void sleep(LOAD_MS, scope.signal).then(() => scope.signal.aborted || process.kill());
    try {
      this.#tellFacts(process, context);
      const { kind, name, path } = file;
      const reply = await this.#request(
        process,
        { do: "load", kind, name, path },
        context,
        `loading ${path}`,
      );
      return readModuleInfo(reply.value);
    } finally {
      await scope.close();
    }
  }

  /** No answer is waited for: messages arrive in order. */
  #tellFacts(process: PythonProcess, { opts, grains, pillar, memory }: ExecutionContext): void {
    const old = this.#facts;
    const changed = {
      ...(old?.opts === opts ? {} : { opts }),
      ...(old?.grains === grains ? {} : { grains }),
      ...(old?.pillar === pillar ? {} : { pillar }),
      // Another memory is another job: `__context__` begins anew.
      ...(old?.memory === memory ? {} : { fresh: true }),
    };
    if (Object.keys(changed).length > 0) process.send({ id: 0, do: "facts", ...changed });
    this.#facts = { opts, grains, pillar, memory };
  }

  async #request(
    process: PythonProcess,
    what: { readonly [key: string]: Plain },
    context: ExecutionContext,
    shown: string,
  ): Promise<Reply> {
    const id = ++this.#requests;
    try {
      return await new Promise<Reply>((resolve, reject) => {
        this.#open.set(id, { context, resolve, reject });
        process.send({ ...what, id });
      });
    } catch (error) {
      if (!(error instanceof PythonProcessError)) throw error;
      throw new PythonProcessError(`${error.message} (during ${shown})`, {
        cause: error,
        hint: error.hint ?? "",
      });
    } finally {
      this.#open.delete(id);
    }
  }

  #take(process: PythonProcess, message: FromPython): void {
    if (message.type === "reply") this.#open.get(message.id)?.resolve(message.reply);
    else if (message.type === "fault") this.#open.get(message.id)?.reject(errorOf(message.fault));
    else if (message.type === "log") writeLog(this.#parts.log, message.level, message.name, message.text);
    else void this.#answer(process, message.id, message.within, message.question);
  }

  async #answer(process: PythonProcess, id: number, within: number, question: Question): Promise<void> {
    const context = this.#open.get(within)?.context;
    if (context === undefined) return; // The request is over: a thread asks that its function left behind.
    const before = context.retcode;
    try {
      const value = await this.#ask(question, context);
      process.send({ reply: id, value, retcode: context.retcode === before ? 0 : context.retcode });
    } catch (error) {
      const code = error instanceof SaltError ? error.code : "UNKNOWN";
      process.send({ reply: id, error: { code, message: errorText(error) } });
    }
  }

  async #ask(question: Question, context: ExecutionContext): Promise<Plain> {
    const { world } = this.#parts;
    if (question.what === "yaml") return parseYaml(question.text);
    if (question.what === "names") return await world.names(question.kind);
    if (question.what === "call") {
      return await world.call(question.kind, question.name, question.args, question.kwargs, context);
    }
    const found = await world.find(question.kind, question.name);
    return found === undefined ? null : { ...found };
  }
}

/** Python's levels by their numbers. */
function writeLog(log: Logger, level: number, name: string, text: string): void {
  const write =
    level >= 40
      ? log.error
      : level >= 30
        ? log.warn
        : level >= 20
          ? log.info
          : level >= 10
            ? log.debug
            : log.trace;
  if (isTruthy(text)) write.call(log, { logger: name }, text);
}
