/**
 * The pillars of minions, as the master compiles and keeps them.
 */
import type { Dict, MutableDict, RunnerContext, Value } from "@salt/core";
import { getString, isTruthy, maybe, runnerFn, runnerModule } from "@salt/core";
import { givenKeywords } from "../values/keywords.js";
import { cachedMinions, partOf } from "./cache-functions/cached.js";

const minion = maybe.str("*", "The minion.");

export const pillar = runnerModule("pillar", {
  doc: "The pillars of minions, as the master compiles and keeps them.",
  functions: {
    show_top: runnerFn({
      doc: "The top file of the pillar with all its targets, or what is wrong with it.",
      examples: ["salt-run pillar.show_top", "salt-run pillar.show_top web1"],
      params: {
        minion: maybe.str(null, "The minion whose grains templates see; any unless given."),
        saltenv: maybe.str("base", "The environment for states."),
      },
      run: async ({ minion: name, saltenv }, context) => {
        const id = name ?? context.cache.list("minions").at(-1) ?? "";
        const wanted = {
          id,
          grains: partOf(context, id, "grains") ?? new Map(),
          ...(saltenv ? { saltenv } : {}),
        };
        const { top, errors } = await context.pillars.top(wanted);
        if (errors.length === 0) return top;
        context.progress({ data: errors, outputter: "nested" });
        return errors;
      },
    }),
    show_pillar: runnerFn({
      doc: "The pillar of a minion, or what all minions get. Further keywords are grains that it is compiled with.",
      examples: [
        "salt-run pillar.show_pillar web1",
        "salt-run pillar.show_pillar",
        "salt-run pillar.show_pillar web1 pillarenv=dev os=Debian",
      ],
      params: { minion },
      varkw: "kwargs",
      run: async ({ minion: name }, context, { kwargs }) => {
        const id = name ?? "*";
        const given = givenKeywords(kwargs);
        const saltenv = getString(given, "saltenv") ?? "base";
        const pillarenv = getString(given, "pillarenv");
        const grains: MutableDict = new Map(
          (id === "*" ? undefined : partOf(context, id, "grains")) ?? [["fqdn", id]],
        );
        for (const [key, value] of given) {
          if (key !== "saltenv" && key !== "pillarenv") grains.set(key, value);
        }
        const wanted = { id, grains, saltenv, ...(pillarenv === undefined ? {} : { pillarenv }) };
        return await context.pillars.compile(wanted);
      },
    }),
    show_pillar_cache: runnerFn({
      doc: "The pillars that `pillar_cache` keeps of minions; false when it is off.",
      examples: ["salt-run pillar.show_pillar_cache 'web*'"],
      params: { minion },
      varkw: "kwargs",
      run: ({ minion: tgt }, context, { kwargs }) => kept(context, tgt ?? "*", givenKeywords(kwargs)),
    }),
    clear_pillar_cache: runnerFn({
      doc: "Forgets the pillars that `pillar_cache` keeps of minions; false when it is off.",
      examples: ["salt-run pillar.clear_pillar_cache web1"],
      params: { minion },
      varkw: "kwargs",
      run: async ({ minion: tgt }, context) => {
        if (!isTruthy(context.opts.get("pillar_cache"))) return false;
        for (const id of await cachedMinions(context, tgt ?? "*", "glob")) context.pillars.forget(id);
        return new Map();
      },
    }),
  },
});

async function kept(context: RunnerContext, tgt: string, given: Dict): Promise<Dict | false> {
  if (!isTruthy(context.opts.get("pillar_cache"))) return false;
  const found = new Map<Value, Value>();
  for (const id of await cachedMinions(context, tgt, "glob")) {
    const pillar = context.pillars.kept(id, getString(given, "pillarenv"));
    if (pillar !== undefined) found.set(id, pillar);
  }
  return found;
}
