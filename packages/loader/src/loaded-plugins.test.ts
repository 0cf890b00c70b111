/** Plugins from disk beside built-in ones: which one serves a name, and in which language it may be written. */
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { describe, test } from "node:test";
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  callDirectly,
  dict,
  executionModule,
  FunctionNotAvailableError,
  fn,
  nullLogger,
  PluginCatalog,
} from "@salt/core";
import { makeContext } from "./call-context.js";
import { LoadedPlugins } from "./loaded-plugins.js";
import { pluginDirs } from "./plugin-dirs.js";
import { findPluginFiles, hintsOf } from "./plugin-files.js";
import { withPluginGrains } from "./plugin-grains.js";
import { pythonLevel } from "./python-level.js";
import { entryOf, idleControl, scratch } from "./testing/fakes.js";

const builtin = new PluginCatalog([
  entryOf(
    executionModule("test", {
      doc: "Built in.",
      functions: {
        ping: fn({ doc: "", control: true, run: () => true }),
        heavy: fn({ doc: "", run: () => "heavy" }),
      },
    }),
    true,
  ),
  entryOf(
    executionModule("aptpkg", {
      doc: "Built in.",
      virtualName: "pkg",
      functions: { name: fn({ doc: "", run: () => "aptpkg" }) },
    }),
  ),
]);

interface Place {
  readonly plugins: LoadedPlugins;
  readonly context: ExecutionContext;
  write(path: string, text: string): void;
  remove(path: string): void;
  call(name: string, ...args: Plain[]): Promise<unknown>;
}

/** A minion whose `extension_modules` is a directory with some files. */
function place(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  more: Readonly<Record<string, Plain>> = {},
): Place {
  const dir = scratch(t);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const opts: Dict = dict({ id: "m1", extension_modules: dir, test: false, ...more });
  const signal = new AbortController().signal;
  const context = (): ExecutionContext =>
    makeContext(
      {
        id: "m1",
        opts,
        grains: dict({ os: "Debian" }),
        pillar: new Map(),
        ofKind: (kind) => plugins.ofKind(kind),
        control: idleControl,
        memory,
        log: nullLogger,
      },
      undefined,
      signal,
    );
  const memory = new Map<string, unknown>();
  const plugins = new LoadedPlugins({ builtin, opts, context, log: nullLogger });
  t.after(() => plugins.close());
  return {
    plugins,
    context: context(),
    write,
    remove: (path) => rmSync(join(dir, path)),
    call: async (name, ...args) => await context().call(name, args),
  };
}

describe("which plugin serves a name", () => {
  test("a file takes the place of the built-in plugin of its name, as a whole", async (t) => {
    const { plugins, call } = place(t, { "modules/test.py": "def hello():\n    return 'mine'\n" });
    assert.equal(await call("test.hello"), "mine");
    await assert.rejects(call("test.ping"), FunctionNotAvailableError);
    assert.deepEqual(await plugins.functions.names(), ["pkg.name", "test.hello"]);
  });

  test("a file of another name adds its functions to a virtual name", async (t) => {
    const { plugins, call } = place(t, {
      "modules/more.py":
        "__virtualname__ = 'test'\ndef hello():\n    return 'added'\ndef ping():\n    return 'own'\n",
    });
    assert.equal(await call("test.hello"), "added");
    assert.equal(await call("test.heavy"), "heavy");
    assert.equal(await call("test.ping"), "own");
    assert.equal(await plugins.functions.provider("test"), "more");
  });

  test("a name that only loading tells is found", async (t) => {
    const { plugins, call } = place(t, {
      "modules/odd.py": "def __virtual__():\n    return 'ev' + 'en'\ndef run():\n    return 2\n",
    });
    assert.equal(await call("even.run"), 2);
    await assert.rejects(call("odd.run"), FunctionNotAvailableError);
    assert.deepEqual(await plugins.functions.provider("even"), "odd");
  });

  test("providers, disable_modules and whitelist_modules", async (t) => {
    const files = {
      "modules/mypkg.py": "def name():\n    return 'mypkg'\n",
      "modules/spare.py": "def name():\n    return 'spare'\n",
    };
    assert.equal(await place(t, files, { providers: { pkg: "mypkg" } }).call("pkg.name"), "mypkg");
    const disabled = place(t, files, { disable_modules: ["spare", "aptpkg"] });
    assert.deepEqual(await disabled.plugins.functions.names(), ["mypkg.name", "test.heavy", "test.ping"]);
    const only = place(t, files, { whitelist_modules: ["spare"] });
    assert.deepEqual(await only.plugins.functions.names(), ["spare.name"]);
  });

  test("a module that refuses says why; one that is not there does not", async (t) => {
    const { plugins } = place(t, {
      "modules/no.py": "def __virtual__():\n    return False, 'no frobnicator'\ndef run():\n    pass\n",
    });
    const hint = async (name: string): Promise<string | undefined> =>
      await plugins.functions.find(name).then(
        () => assert.fail(),
        (error: unknown) => (error instanceof FunctionNotAvailableError ? error.hint : assert.fail()),
      );
    assert.equal(await hint("no.run"), "no frobnicator");
    assert.equal(await hint("nobody.run"), undefined);
    assert.equal(await hint("zabbix.run"), "this implementation of Salt has no execution module 'zabbix'");
    assert.equal(await hint("test.nothing"), undefined);
  });

  test("the daemon runs what says so, and nothing of a file", async (t) => {
    const { plugins, write } = place(t, {});
    const light = async (name: string): Promise<boolean> => await plugins.runsInDaemon(name);
    assert.deepEqual(
      [await light("test.ping"), await light("test.heavy"), await light("new.run")],
      [true, false, true],
    );
    write("modules/new.py", "def run():\n    return 1\n");
    assert.equal(await light("new.run"), false);
  });

  test("files that changed, came or went are seen", async (t) => {
    const { plugins, call, write, remove } = place(t, { "modules/a.py": "def run():\n    return 1\n" });
    assert.equal(await call("a.run"), 1);
    await plugins.reloadIfChanged();
    write("modules/a.py", "def run():\n    return 'two'\n");
    write("modules/b.mjs", "export const run = () => 3;\n");
    assert.equal(await call("a.run"), 1);
    await plugins.reloadIfChanged();
    assert.deepEqual([await call("a.run"), await call("b.run")], ["two", 3]);
    remove("modules/a.py");
    await plugins.reloadIfChanged();
    await assert.rejects(call("a.run"), FunctionNotAvailableError);
  });
});

describe("kinds beside execution modules", () => {
  test("states, returners and utils are functions by name, and Python sees them", async (t) => {
    const { plugins, call, context } = place(t, {
      "modules/user.py": `
def state():
    return __states__["lamp.on"]("hall")
def tool():
    return [__utils__["kit.loud"]("hey"), __utils__["stringutils.to_num"]("7"), "kit.none" in __utils__]
`,
      "states/lamp.py":
        "def on(name):\n    return {'name': name, 'result': None if __opts__['test'] else True}\n",
      "utils/kit.py": "def loud(text):\n    return text.upper() + __salt__['test.heavy']()\n",
      "returners/shelf.py": "def returner(ret):\n    return ret['jid']\n",
    });
    assert.deepEqual(await call("user.state"), dict({ name: "hall", result: true }));
    assert.deepEqual(await call("user.tool"), ["HEYheavy", 7, false]);
    const returner = await plugins.ofKind("returner").find("shelf.returner");
    assert.equal(
      await returner.run({ ret: dict({ jid: "1" }) }, context, { args: [], kwargs: new Map() }),
      "1",
    );
    assert.deepEqual(await plugins.ofKind("state").names(), ["lamp.on"]);
  });

  test("grains come one after another and may look at those before", async (t) => {
    const { plugins, context } = place(t, {
      "grains/a.py": "def first(grains):\n    return {'from': grains['os'], 'seen': __grains__['os']}\n",
      "grains/b.mjs": "export const second = (ctx) => ({ after: ctx.grains.get('from') });\n",
      "grains/c.py":
        "def broken():\n    return 1 // 0\ndef wrong():\n    return 5\ndef good():\n    return {'good': True}\n",
      "grains/d.py": "def __virtual__():\n    return False\ndef never():\n    return {'never': 1}\n",
    });
    const grains = await withPluginGrains(dict({ os: "Debian" }), plugins, context);
    assert.deepEqual(
      grains,
      dict({ os: "Debian", from: "Debian", seen: "Debian", after: "Debian", good: true }),
    );
  });
});

describe("renderers in Python that come along", () => {
  test("py gives what the function run of a file gives", async (t) => {
    const text = "def run():\n    return {sls: [__salt__['test.ping'](), saltenv, extra, context]}\n";
    const { plugins, context } = place(t, { "tree/a.sls": text });
    const path = join(String(context.opts.get("extension_modules")), "tree/a.sls");
    const render = await plugins.ofKind("renderer").find("py.render");
    const kwargs = new Map<string, Value>([
      ["tmplpath", path],
      ["context", dict({ extra: 1 })],
    ]);
    const data = await callDirectly("py.render", render, [text, "base", "a"], kwargs, context);
    assert.deepEqual(data, dict({ a: [true, "base", 1, { extra: 1 }] }));
    await assert.rejects(callDirectly("py.render", render, [text], new Map(), context), /is not a file!/);
  });
});

describe("JavaScript files", () => {
  test("exported functions", async (t) => {
    const { plugins, call } = place(t, {
      "modules/plain.js": `
export const virtualName = "plainly";
export function greet(name, greeting = "Hello", ctx) { return greeting + " " + name + " from " + ctx.id; }
greet.doc = "Greets.";
export const all = (...words) => words;
export async function inner(map = { a: [1, ")"] }) { return map; }
export function _private() {}
`,
      "modules/common.cjs": "module.exports = { twice: (value) => value.a * 2 };\n",
    });
    assert.equal(await call("plainly.greet", "Bob"), "Hello Bob from m1");
    assert.equal(await call("plainly.greet", "Bob", "Hi"), "Hi Bob from m1");
    assert.deepEqual(await call("plainly.all", 1, "b"), [1, "b"]);
    assert.deepEqual(await call("plainly.inner"), dict({ a: [1, ")"] }));
    assert.equal(await call("common.twice", { a: 4 }), 8);
    assert.deepEqual(
      (await plugins.functions.names()).filter((name) => name.startsWith("plainly.")),
      ["plainly.all", "plainly.greet", "plainly.inner"],
    );
    assert.equal((await plugins.functions.find("plainly.greet")).doc, "Greets.");
  });

  test("a whole plugin, made with the program's own functions and errors", async (t) => {
    const { call } = place(t, {
      "modules/whole.mjs": `
import { CommandExecutionError, executionModule, fn, needed } from "@salt/core";
export const whole = executionModule("whole", { doc: "Whole.", functions: {
  double: fn({ doc: "Doubles.", params: { value: needed.int("what") }, run: ({ value }) => value * 2 }),
  fail: fn({ doc: "Fails.", run: () => { throw new CommandExecutionError("it broke"); } }),
} });
`,
    });
    assert.equal(await call("whole.double", "4"), 8);
    await assert.rejects(call("whole.fail"), (error) => error instanceof CommandExecutionError);
  });

  test("what cannot be loaded names file and line", async (t) => {
    const { plugins } = place(t, {
      "modules/wrong.mjs": "export const a = 1;\nexport function x() {\n  return ((;\n}\n",
      "modules/empty.mjs": "export const nothing = 1;\n",
      "modules/taken.mjs": "export const run = ({ a }) => a;\n",
    });
    const reason = async (name: string): Promise<string> =>
      await plugins.functions.find(name).then(
        () => assert.fail(),
        (error: unknown) => String(error instanceof FunctionNotAvailableError && error.hint),
      );
    assert.match(await reason("wrong.x"), /^SyntaxError: .*, line 3 \(.*wrong\.mjs\)$/);
    assert.match(await reason("empty.x"), /neither a plugin nor a function/);
    assert.match(await reason("taken.run"), /parameter of run has no name/);
  });
});

describe("files and directories", () => {
  test("directories, those that win first", () => {
    const opts = dict({ module_dirs: ["/a", "/b"], extension_modules: "/ext", utils_dirs: ["/u"] });
    assert.deepEqual(pluginDirs(opts, "execution"), [
      "/b/modules",
      "/b/_modules",
      "/a/modules",
      "/a/_modules",
      "/a",
      "/b",
      "/ext/modules",
    ]);
    assert.deepEqual(pluginDirs(opts, "utils").slice(-2), ["/u", "/ext/utils"]);
  });

  test("only what can be named is a plugin, and the first of a name counts", (t) => {
    const dir = scratch(t);
    for (const name of [
      "one/a.py",
      "one/_b.py",
      "one/c d.py",
      "one/e.txt",
      "one/types.d.ts",
      "one/pack/__init__.py",
      "two/a.js",
      "two/f.ts",
    ]) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), "");
    }
    const found = findPluginFiles([join(dir, "one"), join(dir, "missing"), join(dir, "two")]);
    assert.deepEqual(
      found.map(({ name, language }) => [name, language]),
      [
        ["a", "python"],
        ["pack", "python"],
        ["f", "typescript"],
      ],
    );
    writeFileSync(join(dir, "one/pack/__init__.py"), "x = 1\n__virtualname__ = 'packed'\n");
    const pack = found.find(({ name }) => name === "pack") ?? assert.fail();
    assert.deepEqual(hintsOf(pack), { virtualName: "packed", renames: true });
  });

  test("Python logs what some log here takes", () => {
    assert.equal(pythonLevel(dict({ log_level: "error", log_level_logfile: "debug" })), 10);
    assert.equal(pythonLevel(dict({ log_level: "quiet" })), 30);
  });
});
