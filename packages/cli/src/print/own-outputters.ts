/**
 * Outputters of the operator's own: files in `outputter_dirs`, `module_dirs` and `<extension_modules>/output`.
 */
import type { Closable, Dict, ExecutionContext, FunctionModule, Logger, Outputter, Value } from "@salt/core";
import { callDirectly, getString, MalformedError, pythonStr, refusingControl } from "@salt/core";
import { LoadedPlugins, makeContext } from "@salt/loader";
import { outputterPlugins } from "@salt/modules";

/** Loads them, and keeps the Python that runs some until it is closed. */
export class OwnOutputters implements Closable {
  readonly #opts: Dict;
  readonly #log: Logger;
  readonly #signal: AbortSignal;
  readonly #plugins: LoadedPlugins;
  readonly #memory = new Map<string, unknown>();

  constructor(opts: Dict, log: Logger, signal: AbortSignal) {
    this.#opts = opts;
    this.#log = log;
    this.#signal = signal;
    this.#plugins = new LoadedPlugins({
      builtin: outputterPlugins,
      opts,
      context: () => this.#context(),
      log,
    });
  }

  /** The outputter of a name; undefined when no file serves it. Throws what loading it throws. */
  async find(name: string): Promise<Outputter | undefined> {
    const entry = this.#plugins.onDisk("outputter").find(({ virtualName }) => virtualName === name);
    if (entry === undefined) return undefined;
    const plugin = await entry.load();
    if ("print" in plugin && plugin.kind === "outputter") return plugin as Outputter;
    if ("functions" in plugin && "available" in plugin) return this.#ofFunctions(plugin as FunctionModule);
    throw new MalformedError(`the file of the outputter ${name} has no function 'output'`);
  }

  async close(): Promise<void> {
    await this.#plugins.close();
  }

  /** A module whose function `output` makes a text of the value, as Salt's do. */
  #ofFunctions(module: FunctionModule): Outputter {
    const { name, virtualName, doc, functions } = module;
    const { output } = functions;
    if (output === undefined) throw new MalformedError(`the outputter ${name} has no function 'output'`);
    return {
      ...{ kind: "outputter", name, virtualName, doc },
      print: async (value, { retcode }) => {
        // Only those that take further arguments are told the retcode, under Salt's name for it.
        const kwargs = new Map<string, Value>(output.varkw === undefined ? [] : [["_retcode", retcode]]);
        const text = await callDirectly(`${name}.output`, output, [value], kwargs, this.#context());
        return text === null ? undefined : pythonStr(text);
      },
    };
  }

  #context(): ExecutionContext {
    const around = {
      id: getString(this.#opts, "id") ?? "",
      opts: this.#opts,
      grains: new Map(),
      pillar: new Map(),
      ofKind: this.#plugins.ofKind.bind(this.#plugins),
      control: refusingControl("An outputter only prints"),
      memory: this.#memory,
      log: this.#log,
    };
    return makeContext(around, undefined, this.#signal);
  }
}
