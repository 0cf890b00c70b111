/**
 * A tree of pillar files and what compiles it. Not exported.
 */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import type { Dict, ExecutionContext, ExecutionFunction, FunctionIndex, Plain, PluginKind } from "@salt/core";
import {
  callDirectly,
  dict,
  FunctionNotAvailableError,
  nullLogger,
  pillarModule,
  refusingControl,
  rendererModule,
  toValue,
} from "@salt/core";
import { renderJinja, renderYaml } from "@salt/render";
import { compilePillar } from "../compile-pillar.js";
import type { MinionView, PillarRequest } from "../request.js";

/** Functions by kind and name. */
export type Functions = Partial<Record<PluginKind, Readonly<Record<string, ExecutionFunction>>>>;

/** Files by their paths, below a directory that is removed after the test. */
export function tree(t: Pick<TestContext, "after">, files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), "pl-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

/** The pillar of `web1`; `base` and `dev` are the directories of these names. */
export async function pillarOf(
  dir: string,
  wish: Partial<PillarRequest> & { readonly options?: Readonly<Record<string, Plain>> } = {},
  functions: Functions = {},
): Promise<Dict> {
  const { options = {}, ...request } = wish;
  const opts = dict({
    id: "master",
    pillar_roots: { base: [join(dir, "base")], dev: [join(dir, "dev")] },
    ...options,
  });
  const id = "web1";
  return await compilePillar(
    { id, grains: dict({ id, os: "Debian" }), opts, ...request },
    { context: (view) => contextOf(view, functions), checkOut: async () => undefined, log: nullLogger },
  );
}

/** An external source as a function of that kind. */
export function source(run: ExecutionFunction): ExecutionFunction {
  return pillarModule("x", { doc: "", functions: { ext_pillar: run } }).functions.ext_pillar ?? assert.fail();
}

function contextOf(view: MinionView, functions: Functions): ExecutionContext {
  const renderers = {
    "jinja.render": rendererModule("jinja", { doc: "", render: renderJinja }).functions.render,
    "yaml.render": rendererModule("yaml", { doc: "", render: renderYaml }).functions.render,
  };
  const ofKind = (kind: PluginKind): FunctionIndex =>
    indexOf(kind === "renderer" ? { ...renderers, ...functions.renderer } : (functions[kind] ?? {}));
  const context: ExecutionContext = {
    ...view,
    job: undefined,
    functions: ofKind("execution"),
    ofKind,
    control: refusingControl("nothing is asked of a minion"),
    memory: new Map(),
    signal: new AbortController().signal,
    log: nullLogger,
    retcode: 0,
    call: async (name, args = []) =>
      await callDirectly(name, await context.functions.find(name), args.map(toValue), new Map(), context),
  };
  return context;
}

function indexOf(functions: Readonly<Record<string, ExecutionFunction | undefined>>): FunctionIndex {
  return {
    names: async () => Object.keys(functions),
    has: async (name) => functions[name] !== undefined,
    provider: async () => undefined,
    find: async (name) => {
      const found = functions[name];
      if (found === undefined) throw new FunctionNotAvailableError(name);
      return found;
    },
  };
}
