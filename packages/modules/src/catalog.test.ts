/**
 * What holds for every function of every built-in plugin.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ExecutionModule, Plugin, PluginFunction, RunnerModule } from "@salt/core";
import { bindArguments, parseArguments } from "@salt/core";
import { builtinEntries } from "./catalog.generated.js";
import { splitWords } from "./execution/cmd/words.js";

type Described = PluginFunction<never>;

describe("the catalog", () => {
  it("loads every plugin under the names that it gives itself", async () => {
    for (const entry of builtinEntries) {
      const plugin = await entry.load();
      assert.deepEqual(
        [plugin.kind, plugin.name, plugin.virtualName],
        [entry.kind, entry.name, entry.virtualName],
      );
      assert.notEqual(plugin.doc.trim(), "", entry.name);
    }
  });

  it("says of execution modules whether they have control functions", async () => {
    for (const entry of builtinEntries) {
      const plugin = await entry.load();
      if (!isExecution(plugin)) continue;
      const control = Object.values(plugin.functions).some((fn) => fn.control);
      assert.equal(entry.control ?? false, control, entry.name);
    }
  });

  it("has documentation for every function, different for each", async () => {
    const seen = new Map<string, string>();
    const wrong: string[] = [];
    for (const [name, fn] of await allFunctions()) {
      if (fn.doc.length < 10 || !fn.doc.endsWith(".")) wrong.push(`${name}: ${fn.doc}`);
      if (seen.has(fn.doc)) wrong.push(`${name} has the documentation of ${seen.get(fn.doc)}`);
      seen.set(fn.doc, name);
    }
    assert.deepEqual(wrong, []);
    assert.ok(seen.size > 150);
  });

  it("documents every parameter", async () => {
    const wrong = [...(await allFunctions())].flatMap(([name, fn]) =>
      Object.entries(fn.params)
        .filter(([, { doc }]) => !doc.endsWith("."))
        .map(([key, { doc }]) => `${name} ${key}: ${doc}`),
    );
    assert.deepEqual(wrong, []);
  });

  it("has examples for every function, which can be called like that", async () => {
    const functions = await allFunctions();
    const without = [...functions].filter(([, fn]) => fn.examples.length === 0).map(([name]) => name);
    assert.deepEqual(without, []);
    for (const [name, fn] of functions) {
      for (const example of fn.examples) await assertCallable(example, functions, name);
    }
  });
});

async function assertCallable(
  example: string,
  functions: ReadonlyMap<string, Described>,
  of: string,
): Promise<void> {
  const [command = "", ...words] = splitWords(example);
  const call = command === "salt" ? words.slice(1) : words;
  const [fun = "", ...args] = call;
  const key = `${command === "salt-run" ? "runner" : "execution"} ${fun}`;
  const fn = functions.get(key);
  assert.ok(fn !== undefined, `${of}: ${example}`);
  const plain = args.filter((word) => !word.startsWith("--"));
  bindArguments(fun, fn, await parseArguments(plain));
}

async function allFunctions(): Promise<ReadonlyMap<string, Described>> {
  const found = new Map<string, Described>();
  for (const entry of builtinEntries) {
    const plugin = await entry.load();
    if (!isExecution(plugin) && !isRunner(plugin)) continue;
    for (const [name, fn] of Object.entries(plugin.functions)) {
      found.set(`${plugin.kind} ${plugin.virtualName}.${name}`, fn);
    }
  }
  return found;
}

function isExecution(plugin: Plugin): plugin is ExecutionModule {
  return plugin.kind === "execution";
}

function isRunner(plugin: Plugin): plugin is RunnerModule {
  return plugin.kind === "runner";
}
