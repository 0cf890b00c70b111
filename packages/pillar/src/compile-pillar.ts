/**
 * Compiling the pillar of one minion.
 */
import type { Dict, ExecutionContext, MergeRules, MinionFacts, MutableDict, Value } from "@salt/core";
import { getString, isTruthy, matchGlob, mergeByStrategy } from "@salt/core";
import { withDecrypted } from "./decrypt.js";
import { withExtPillars } from "./ext-pillar.js";
import { pillarOpts } from "./pillar-opts.js";
import type { MinionView, PillarRequest, PillarSurroundings } from "./request.js";
import { SlsReader } from "./sls-reader.js";
import { SlsTree } from "./sls-tree.js";
import type { Top } from "./top.js";
import { readTop } from "./top.js";
import type { Matches } from "./top-matches.js";
import { topMatches } from "./top-matches.js";

/** Version that `pillar_opts` tells: that of the reference whose behaviour is followed. */
const SALT_VERSION = "3006.28";
const NONE: Dict = new Map();

/**
 * The pillar of a minion. What is wrong with single files or sources stands in it at `_errors`, in Salt's words. Throws
 * what the signal of the context is aborted with.
 */
export async function compilePillar(request: PillarRequest, around: PillarSurroundings): Promise<Dict> {
  return await new Compilation(request, around).run();
}

/** The pillar's top file for a minion, all its targets: `pillar.show_top` of the runners. */
export async function pillarTop(
  request: PillarRequest,
  around: PillarSurroundings,
): Promise<{ readonly top: Top; readonly matches: Matches }> {
  return await new Compilation(request, around).top();
}

class Compilation {
  readonly #request: PillarRequest;
  readonly #around: PillarSurroundings;
  readonly #opts: Dict;
  readonly #rules: MergeRules;
  readonly #errors: string[] = [];

  constructor(request: PillarRequest, around: PillarSurroundings) {
    this.#request = request;
    this.#around = around;
    this.#opts = pillarOpts(request, around.log);
    this.#rules = {
      strategy: getString(request.opts, "pillar_source_merging_strategy") || "smart",
      renderer: getString(request.opts, "renderer") ?? "yaml",
      mergeLists: isTruthy(request.opts.get("pillar_merge_lists")),
    };
  }

  async run(): Promise<Dict> {
    const { before = NONE, override = NONE } = this.#request;
    const context = this.#context(this.#opts, before);
    const reader = new SlsReader(context, this.#opts, this.#around.templates);
    const top = await this.#top(reader);
    const pillar = isTruthy(this.#opts.get("ext_pillar_first"))
      ? await this.#sourcesFirst(top)
      : await this.#external(await this.#rendered(reader, context, top, before), context);
    this.#errors.push(...top.errors);
    const whole = this.#overridden(this.#told(pillar), override);
    return await withDecrypted(whole, this.#opts, context);
  }

  async top(): Promise<{ readonly top: Top; readonly matches: Matches }> {
    const { before = NONE } = this.#request;
    const reader = new SlsReader(this.#context(this.#opts, before), this.#opts, this.#around.templates);
    const top = await this.#top(reader);
    return { top, matches: topMatches(top, this.#facts(before), this.#opts, this.#around.log) };
  }

  async #top(reader: SlsReader): Promise<Top> {
    const { saltenv } = this.#request;
    return await readTop({ opts: this.#opts, reader, log: this.#around.log, saltenv });
  }

  /** With `ext_pillar_first`, templates and targets see what external sources gave. */
  async #sourcesFirst(top: Top): Promise<Dict> {
    const { override = NONE } = this.#request;
    const given = await this.#external(override, this.#context(this.#opts, override));
    const opts = new Map(this.#opts).set("pillar", given);
    const context = this.#context(opts, given);
    const rendered = await this.#rendered(
      new SlsReader(context, opts, this.#around.templates),
      context,
      top,
      given,
    );
    return mergeByStrategy(given, rendered, this.#rules);
  }

  /** Everything that the top file gives to the minion. */
  async #rendered(reader: SlsReader, context: ExecutionContext, top: Top, seen: Dict): Promise<Dict> {
    const { log } = this.#around;
    const { signal } = context;
    const opts = this.#opts;
    const rules = this.#rules;
    let pillar = this.#request.override ?? NONE;
    const matches = this.#ordered(topMatches(top, this.#facts(seen), opts, log));
    for (const [saltenv, names] of matches) {
      const tree = new SlsTree(
        { opts, reader, rules, optional: top.optional, errors: this.#errors, log, signal },
        saltenv,
      );
      for (const sls of await this.#spelledOut(reader, saltenv, names)) {
        const part = await tree.render(sls);
        if (part instanceof Map) pillar = mergeByStrategy(pillar, part, rules);
      }
    }
    return pillar;
  }

  /** Environments in the order of `env_order`, the others behind them. */
  #ordered(matches: Matches): Matches {
    const order = this.#opts.get("env_order");
    if (!Array.isArray(order) || order.length === 0) return matches;
    const place = (name: string): number => {
      const at = order.indexOf(name);
      return at < 0 ? order.length : at;
    };
    return new Map([...matches].sort(([a], [b]) => place(a) - place(b)));
  }

  /** Globs among the names of a top file as the SLS that they mean. */
  async #spelledOut(
    reader: SlsReader,
    saltenv: string,
    names: readonly string[],
  ): Promise<readonly string[]> {
    const isKnown = reader.files.environments.includes(saltenv);
    const spelled: string[] = [];
    for (const name of names) {
      if (!isKnown) this.#errors.push(`No matching pillar environment for environment '${saltenv}' found`);
      const found =
        isKnown && /[*?[]/.test(name)
          ? (await reader.files.names(saltenv)).filter((each) => matchGlob(name, each))
          : [];
      spelled.push(...(found.length > 0 ? found : [name]));
    }
    return spelled;
  }

  async #external(pillar: Dict, context: ExecutionContext): Promise<Dict> {
    const { id, override, extraMinionData, opts } = this.#request;
    // External sources see the id of the program that compiles, as in Salt.
    const own = new Map(this.#opts).set("id", opts.get("id") ?? id);
    return await withExtPillars(pillar, {
      id,
      opts: this.#opts,
      context: { ...context, opts: own, pillarSource: this.#source() },
      rules: this.#rules,
      override,
      extraMinionData,
      errors: this.#errors,
      log: this.#around.log,
    });
  }

  #source(): NonNullable<ExecutionContext["pillarSource"]> {
    const { saltenv, pillarenv } = this.#request;
    const compile = async (changes: Dict): Promise<Dict> => {
      const opts: MutableDict = new Map([...this.#opts, ...changes]);
      for (const name of ["ext_pillar", "decrypt_pillar", "pillar_opts"]) opts.delete(name);
      const { id, grains, before } = this.#request;
      const env = getString(changes, "saltenv") ?? saltenv;
      return await compilePillar({ id, grains, opts, saltenv: env, pillarenv, before }, this.#around);
    };
    return { saltenv, pillarenv, compile, checkOut: this.#around.checkOut };
  }

  /** With the options of the master, and with what went wrong. */
  #told(pillar: Dict): Dict {
    const told: MutableDict = new Map(pillar);
    if (isTruthy(this.#opts.get("pillar_opts"))) {
      const opts = new Map(this.#opts).set("saltversion", SALT_VERSION);
      opts.delete("grains");
      told.set("master", opts);
    }
    const whole = new Map(this.#overBefore(told));
    if (this.#errors.length > 0) whole.set("_errors", [...this.#errors]);
    return whole;
  }

  /** Where the options hold a pillar already, Salt lays the new one over it: that of `salt-call --local`, or for SSH. */
  #overBefore(pillar: Dict): Dict {
    const { before = NONE } = this.#request;
    if (before.size === 0 || !isTruthy(this.#opts.get("ssh_merge_pillar") ?? true)) return pillar;
    return mergeByStrategy(before, pillar, this.#rules);
  }

  #overridden(pillar: Dict, override: Dict): Dict {
    return override.size > 0 ? mergeByStrategy(pillar, override, this.#rules) : pillar;
  }

  #context(opts: Dict, pillar: Dict): ExecutionContext {
    const { id, grains } = this.#request;
    const view: MinionView = { id, opts, grains, pillar };
    return this.#around.context(view);
  }

  #facts(pillar: Dict): MinionFacts {
    const { id, grains } = this.#request;
    return { id, grains: new Map<Value, Value>(grains).set("id", grains.get("id") ?? id), pillar };
  }
}
