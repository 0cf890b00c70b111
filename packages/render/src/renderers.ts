/**
 * Rendering: files go through their pipes, templates through one engine.
 */
import type {
  Dict,
  ExecutionContext,
  RenderingContext,
  RenderingStep,
  TemplateFiles,
  Value,
} from "@salt/core";
import {
  callDirectly,
  ForeignError,
  FunctionNotAvailableError,
  getString,
  isDict,
  pythonStr,
} from "@salt/core";
import { RenderFault } from "./fault.js";
import { allowedSteps, NO_FILE, type PipeStep, pipeOf } from "./pipe.js";

/** A file that is to become data. */
export interface SlsInput {
  readonly source: string;
  /** Where the file is on this machine, for variables and errors; absent for a text of no file. */
  readonly path?: string;
  readonly saltenv: string;
  /** The name of the SLS; absent for other files. */
  readonly sls?: string;
  /** The pipe of a file without a `#!` line; absent: the option `renderer`. */
  readonly pipe?: string;
  /** Further keyword arguments; `context` among them is a dict of variables that win over all others. */
  readonly extra?: Dict;
}

/** A template that is to become text. */
export interface TextInput {
  readonly source: string;
  readonly path: string;
  /** `jinja`, `mako`, `py` and the others. */
  readonly engine: string;
  readonly saltenv: string;
  /** The SLS that asks for it: decides between `jinja_sls_env` and `jinja_env`, and gives `slspath` and its like. */
  readonly sls?: string;
  /** The template's variables, beside salt, grains, pillar, opts. */
  readonly variables: Dict;
}

/** Salt's default of the option `renderer`. */
const USUAL_PIPE = "jinja|yaml";

/** Renders the files of one run; templates that it has compiled are kept with it. */
export class Renderers {
  readonly #context: ExecutionContext;

  /** `files` are what templates may include; `memory` may be shared by several runs of the same process. */
  constructor(parts: {
    readonly context: ExecutionContext;
    readonly files: TemplateFiles;
    readonly memory?: Map<string, unknown>;
  }) {
    const rendering: RenderingContext = {
      files: parts.files,
      memory: parts.memory ?? new Map(),
      step: (step) => this.#innerStep(step),
    };
    this.#context = { ...parts.context, rendering };
  }

  /** The data of a file: an empty dict for one that is blank. Throws RenderFault, and what renderers throw. */
  async render(input: SlsInput): Promise<Value> {
    const { source, path = NO_FILE } = input;
    if (source.trim() === "") return new Map();
    const { opts, log } = this.#context;
    const usual = input.pipe ?? getString(opts, "renderer") ?? USUAL_PIPE;
    const steps = allowedSteps(pipeOf(source, path, usual), opts, log);
    if (!(await this.#haveAll(steps))) return new Map();
    let data: Value = source;
    for (const step of steps) data = await this.#step(step, data, { ...input, path });
    return steps.length === 0 ? new Map() : withNewlinesOf(source, data);
  }

  /** The text of a template. Throws RenderFault. */
  async renderText(input: TextInput): Promise<string> {
    await this.#check(input.engine);
    const step = { renderer: input.engine, argline: "" };
    const extra = new Map<Value, Value>([["context", input.variables]]);
    const data = await this.#step(step, input.source, { ...input, extra }, input.sls ?? null);
    return typeof data === "string" ? data : pythonStr(data);
  }

  async #innerStep({ renderer, argline, data, variables, ...place }: RenderingStep): Promise<Value> {
    await this.#check(renderer);
    const extra = new Map<Value, Value>([["context", variables]]);
    return await this.#step({ renderer, argline }, data, { ...place, source: "", extra });
  }

  /** Salt takes a file that asks for an unknown renderer for an empty one, and says so in the log alone. */
  async #haveAll(steps: readonly PipeStep[]): Promise<boolean> {
    for (const { renderer } of steps) {
      if (await this.#context.ofKind("renderer").has(`${renderer}.render`)) continue;
      this.#context.log.error({ renderer }, "The renderer is not available");
      return false;
    }
    return true;
  }

  async #check(renderer: string): Promise<void> {
    if (await this.#context.ofKind("renderer").has(`${renderer}.render`)) return;
    throw new RenderFault(`The renderer "${renderer}" is not available`, undefined, {
      hint: "Look at the file's first line and at the option 'renderer'.",
    });
  }

  async #step(
    { renderer, argline }: PipeStep,
    data: Value,
    input: SlsInput,
    sls: string | null = input.sls ?? "",
  ): Promise<Value> {
    const name = `${renderer}.render`;
    try {
      const fn = await this.#context.ofKind("renderer").find(name);
      const kwargs = keywordsOf(input, argline);
      return await callDirectly(name, fn, [data, input.saltenv, sls], kwargs, this.#context);
    } catch (error) {
      const fault = faultOf(error);
      const { hint } = fault instanceof RenderFault ? fault : { hint: undefined };
      // What is returned keeps to Salt's words, so what helps beyond these is for the log.
      if (hint !== undefined)
        this.#context.log.error({ sls: input.sls, path: input.path, hint }, "Rendering failed");
      throw fault;
    }
  }
}

/** A renderer in Python says what is wrong by a SaltRenderError; the traceback of others tells more than their text. */
function faultOf(error: unknown): unknown {
  if (error instanceof FunctionNotAvailableError) {
    return new RenderFault(error.message, undefined, { cause: error });
  }
  if (!(error instanceof ForeignError)) return error;
  const text = error.name === "SaltRenderError" ? error.message : error.traceback;
  return new RenderFault(text, undefined, { cause: error });
}

function keywordsOf(input: SlsInput, argline: string): ReadonlyMap<string, Value> {
  const out = new Map<string, Value>();
  for (const [key, value] of input.extra ?? []) if (typeof key === "string") out.set(key, value);
  out.set("tmplpath", input.path ?? NO_FILE);
  if (argline !== "") out.set("argline", argline);
  if (!isDict(out.get("context"))) out.delete("context");
  return out;
}

/** A text keeps the line ends of a file that was written on Windows. */
function withNewlinesOf(source: string, data: Value): Value {
  if (typeof data !== "string" || !source.includes("\r\n") || data.includes("\r\n")) return data;
  return data.replaceAll("\n", "\r\n");
}
