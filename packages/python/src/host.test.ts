/** Python files run by a real interpreter: calls in both directions, and everything that goes wrong. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import type { ExecutionContext, FunctionModule, Plain, PluginKind, Value } from "@salt/core";
import {
  ArgumentBindingError,
  CommandExecutionError,
  callFunction,
  dict,
  executionModule,
  ForeignError,
  fn,
  nullLogger,
  SaltError,
  SaltInvocationError,
} from "@salt/core";
import { loadPythonPlugin } from "./plugins.js";
import type { World } from "./python-host.js";
import { PythonHost } from "./python-host.js";

interface Bench {
  readonly host: PythonHost;
  readonly pids: number[];
  readonly context: ExecutionContext;
  readonly called: Plain[];
  /** Writes a module and loads it. */
  load(name: string, text: string, kind?: PluginKind): Promise<FunctionModule>;
  call(module: FunctionModule, name: string, ...args: Value[]): Promise<Value>;
}

const STOP = new AbortController();

function bench(t: TestContext, stop = STOP, program = "python3"): Bench {
  const dir = mkdtempSync(join(tmpdir(), "py-"));
  const pids: number[] = [];
  const called: Plain[] = [];
  const files = new Map<string, string>();
  const world: World = {
    find: async (_kind, name) => {
      const file = files.get(name.split(".")[0] ?? "");
      if (file !== undefined) return { file, doc: "" };
      return name.startsWith("native.") ? { file: undefined, doc: "Native." } : undefined;
    },
    names: async () => ["native.echo"],
    call: async (_kind, name, args, kwargs, context) => {
      called.push([name, args, new Map(kwargs)]);
      if (name === "native.fail") throw new CommandExecutionError("it failed");
      if (name === "native.back") return await bench.call(await bench.last(), String(args[0]));
      context.retcode = 4;
      return args[0] ?? null;
    },
  };
  const host = new PythonHost({
    program,
    directories: [],
    cacheDir: "",
    logLevel: 30,
    maxReturnBytes: 1 << 20,
    world,
    log: nullLogger,
    onProcess: (pid) => pids.push(pid),
  });
  t.after(async () => {
    await host.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const context = contextOf(stop.signal);
  let last: Promise<FunctionModule> | undefined;
  const load: Bench["load"] = (name, text, kind = "execution") => {
    const path = join(dir, `${name}.py`);
    writeFileSync(path, text);
    files.set(name, name);
    last = loadPythonPlugin(host, { kind, name, path }, context);
    return last;
  };
  const call: Bench["call"] = async (module, name, ...args) => {
    const found = module.functions[name];
    assert.ok(found, `${name} is there`);
    return await callFunction(`${module.name}.${name}`, found, args, context);
  };
  const bench = {
    host,
    pids,
    context,
    called,
    load,
    call,
    last: () => last ?? Promise.reject(new SaltError("TEST", "no module")),
  };
  return bench;
}

function contextOf(signal: AbortSignal): ExecutionContext {
  const nothing = executionModule("none", { doc: "", functions: { none: fn({ doc: "", run: () => null }) } });
  const functions = {
    names: async () => [],
    find: async () => nothing.functions.none ?? assert.fail(),
    has: async () => false,
    provider: async () => undefined,
  };
  return {
    id: "m1",
    opts: dict({ id: "m1", test: false }),
    grains: dict({ os: "Debian" }),
    pillar: dict({ role: "web" }),
    job: undefined,
    functions,
    ofKind: () => functions,
    control: {
      running: async () => [],
      signalJob: async () => "",
      fireMaster: async () => true,
      fireLocal: async () => true,
      request: async () => null,
      compilePillar: async () => new Map(),
      refreshPillar: async () => true,
      refreshGrains: async () => true,
      refreshModules: async () => true,
      schedule: async () => undefined,
      beacons: async () => undefined,
      refreshBeacons: async () => true,
      revokeAuth: async () => true,
    },
    memory: new Map(),
    signal,
    log: nullLogger,
    retcode: 0,
    call: async () => null,
  };
}

const kwarg = (from: { readonly [name: string]: Plain }): Value => dict({ __kwarg__: true, ...from });

test("a function sees its facts and gets its arguments by position, by name, and by its own defaults", async (t) => {
  const at = bench(t);
  const module = await at.load(
    "first",
    `
def facts():
    return [__opts__["id"], __grains__["os"], __pillar__["role"], __opts__["grains"]["os"]]
def take(a, b=(1, 2), *rest, **more):
    return [a, isinstance(b, tuple), list(rest), more]
def named(a, *, b=2, c):
    return [a, b, c]
`,
  );
  assert.deepEqual(await at.call(module, "facts"), ["m1", "Debian", "web", "Debian"]);
  assert.deepEqual(await at.call(module, "take", 1), [1, true, [], new Map()]);
  assert.deepEqual(await at.call(module, "take", 1, [3], 4), [1, false, [4], new Map()]);
  assert.deepEqual(await at.call(module, "take", kwarg({ a: 7, x: 8 })), [7, true, [], new Map([["x", 8]])]);
  assert.deepEqual(await at.call(module, "named", 1, kwarg({ c: 3 })), [1, 2, 3]);
  await assert.rejects(at.call(module, "named", 1), ArgumentBindingError);
  await assert.rejects(at.call(module, "take"), ArgumentBindingError);
  await assert.rejects(at.call(module, "facts", kwarg({ x: 1 })), SaltInvocationError);
});

test("__salt__ calls the minion, and the minion calls back in the midst of it", async (t) => {
  const at = bench(t);
  const module = await at.load(
    "second",
    `
def there():
    return ["native.echo" in __salt__, "no.such" in __salt__, __salt__.native.echo("a=b", x=1)]
def failing():
    from salt.exceptions import CommandExecutionError
    try:
        __salt__["native.fail"]()
    except CommandExecutionError as error:
        return "caught " + str(error)
def around():
    return ["around", __salt__["native.back"]("inner"), __salt__["second.inner"]()]
def inner():
    return __salt__["native.echo"]("in")
`,
  );
  assert.deepEqual(await at.call(module, "there"), [true, false, "a=b"]);
  assert.deepEqual(at.called, [["native.echo", ["a=b"], new Map([["x", 1]])]]);
  assert.equal(at.context.retcode, 4);
  assert.equal(await at.call(module, "failing"), "caught it failed");
  assert.deepEqual(await at.call(module, "around"), ["around", "in", "in"]);
});

test("state functions see their chunk, the results so far and the environment", async (t) => {
  const at = bench(t);
  const module = await at.load(
    "fifth",
    `
def seen(name):
    return [__low__["__id__"], list(__running__), __env__, "__lowst" "ate__" in globals()]
`,
    "state",
  );
  const low = dict({ __id__: "a", saltenv: "dev", __env__: "base" });
  const chunk = { low, running: new Map([["tag", new Map()]]), chunks: [low] };
  const found = module.functions.seen ?? assert.fail();
  const context = { ...at.context, chunk };
  assert.deepEqual(await callFunction("fifth.seen", found, ["n"], context), ["a", ["tag"], "dev", false]);
});

test("__virtual__, aliases and outputters are what Salt's are", async (t) => {
  const at = bench(t);
  const module = await at.load(
    "third",
    `
"""Doc."""
__virtualname__ = "other"
__virtual_aliases__ = ("another",)
__func_alias__ = {"list_": "list"}
__outputter__ = {"list": "yaml"}
seen = []
def __init__(opts):
    seen.append(opts["id"])
def __virtual__():
    return __virtualname__
def list_():
    "List."
    return seen
def _private():
    pass
`,
  );
  assert.deepEqual([module.virtualName, module.aliases, module.doc], ["other", ["another"], "Doc."]);
  assert.deepEqual(Object.keys(module.functions), ["list"]);
  assert.deepEqual([module.functions.list?.outputter, module.functions.list?.doc], ["yaml", "List."]);
  assert.deepEqual(await at.call(module, "list"), ["m1"]);
});

test("a module that cannot serve says why, with file and line where it is broken", async (t) => {
  const at = bench(t);
  const reason = async (name: string, text: string): Promise<true | string> =>
    await (await at.load(name, text)).available(at.context);
  assert.equal(await reason("no", "def __virtual__():\n    return False, 'not here'\n"), "not here");
  assert.equal(await reason("quiet", "def __virtual__():\n    return False\n"), "");
  assert.match(String(await reason("wrong", "\ndef broken(:\n")), /^SyntaxError: .*wrong\.py, line 2\)$/);
  assert.match(
    String(await reason("needs", "\nimport nothing_of_this_name\n")),
    /^No module named 'nothing_of_this_name' \(.*needs\.py, line 2\)$/,
  );
  assert.match(String(await reason("leaves", "import sys\nsys.exit(3)\n")), /exit status 3/);
});

test("exceptions arrive with Python's traceback, or as the errors that a minion knows", async (t) => {
  const at = bench(t);
  const module = await at.load(
    "fourth",
    `
import salt.exceptions
def boom():
    return {}["x"]
def failed():
    raise salt.exceptions.CommandExecutionError("no luck")
def wrong():
    raise TypeError("a type")
`,
  );
  await assert.rejects(at.call(module, "boom"), (error) => {
    assert.ok(error instanceof ForeignError);
    assert.match(
      error.traceback,
      /^Traceback \(most recent call last\):\n {2}File ".*fourth\.py", line 4, in boom/,
    );
    assert.match(error.traceback, /\nKeyError: 'x'\n$/);
    assert.doesNotMatch(error.traceback, /salt_host/);
    return true;
  });
  await assert.rejects(at.call(module, "failed"), (error) => error instanceof CommandExecutionError);
  await assert.rejects(at.call(module, "wrong"), ArgumentBindingError);
});

test("what cannot be sent is named, and the next call goes well", async (t) => {
  const at = bench(t);
  const module = await at.load(
    "fifth",
    `
def odd():
    return {"a": [1, object()]}
def loop():
    found = []
    found.append(found)
    return found
def large():
    return "x" * (2 << 20)
def fine():
    return [1, 2.0, None, True, b"\\xff", (1,), {3: -200, "big": 2 ** 63, "long": "y" * 70000}]
def many():
    return [{} for _ in range(1000 * 1000)]
def parts():
    yield {"a": 1}
    yield {"b": 2}
`,
  );
  await assert.rejects(at.call(module, "odd"), /fifth\.odd cannot be sent: .*'object'.* at \['a'\]\[1\]/);
  await assert.rejects(at.call(module, "loop"), /contains itself/);
  await assert.rejects(at.call(module, "large"), /more than 1 MiB/);
  await assert.rejects(at.call(module, "many"), /Python sent what cannot be read/);
  const fine = await at.call(module, "fine");
  assert.ok(Array.isArray(fine));
  assert.equal(fine[1].value, 2);
  assert.deepEqual(fine[4], Buffer.from([0xff]));
  assert.equal(fine[6].get("big"), 2n ** 63n);
  assert.equal(fine[6].get(3), -200);
  assert.equal(fine[6].get("long").length, 70000);
  assert.equal(at.pids.length, 3);
});

test("a process that ends is an error, and another one takes its place", async (t) => {
  const at = bench(t);
  const module = await at.load(
    "sixth",
    "import os\ndef leave(how):\n    os.abort() if how == 'abort' else os._exit(5)\ndef pid():\n    return os.getpid()\n",
  );
  const before = await at.call(module, "pid");
  await assert.rejects(at.call(module, "leave", "exit"), /ended with status 5.*during sixth\.leave/s);
  const after = await at.call(module, "pid");
  assert.notEqual(after, before);
  await assert.rejects(at.call(module, "leave", "abort"), /SIGABRT.*sixth\.py", line 3/s);
  assert.deepEqual(at.pids, [before, 0, after, 0]);
});

test("closed standard streams are open again for the next call", async (t) => {
  const at = bench(t);
  const text =
    "import os, sys\ndef silent():\n    sys.stdout.close()\n    for each in (0, 1, 2):\n        os.close(each)\n    return 'told'\ndef chatty():\n    print('loose')\n    return 'said'\n";
  const module = await at.load("closing", text);
  assert.equal(await at.call(module, "silent"), "told");
  assert.equal(await at.call(module, "chatty"), "said");
});

test("parallel states have processes of their own, and wait for each other's answers", async (t) => {
  const at = bench(t);
  // Each waits until the other one has begun: in one process that would be never.
  const text =
    "import os, time\ndef meet(name, own, other):\n    open(own, 'w').close()\n" +
    "    while not os.path.exists(other):\n        time.sleep(0.01)\n    return os.getpid()\n";
  const module = await at.load("ninth", text, "state");
  const dir = mkdtempSync(join(tmpdir(), "meet-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const low = dict({ state: "ninth", fun: "meet", name: "x", __id__: "x", parallel: true });
  const context = { ...at.context, chunk: { low, running: new Map(), chunks: [low] } };
  const [a, b] = [join(dir, "a"), join(dir, "b")];
  const meet = module.functions.meet ?? assert.fail();
  const pids = await Promise.all([
    callFunction("ninth.meet", meet, ["x", a, b], context),
    callFunction("ninth.meet", meet, ["x", b, a], context),
  ]);
  assert.notEqual(pids[0], pids[1]);
  assert.ok(!pids.includes(at.pids[0] ?? 0));
});

test("a function that never ends is ended with its job", async (t) => {
  const stop = new AbortController();
  const at = bench(t, stop);
  const module = await at.load(
    "seventh",
    "def spin():\n    __salt__['native.echo'](1)\n    while True:\n        pass\n",
  );
  const spinning = at.call(module, "spin");
  spinning.catch(() => {});
  while (at.called.length === 0) await new Promise((resolve) => setImmediate(resolve));
  stop.abort();
  await assert.rejects(spinning, /SIGKILL/);
});

test("where Python is missing, the reason says so", async (t) => {
  const at = bench(t, STOP, "no-such-python");
  await assert.rejects(at.load("eighth", ""), /'no-such-python', which is not installed/);
});

test("a renderer may answer an open file; other functions may not", async (t) => {
  const at = bench(t);
  const text = "import io\ndef render(data, **kwargs):\n    return io.StringIO(data.upper())\n";
  assert.equal(await at.call(await at.load("loud", text, "renderer"), "render", "a: 1"), "A: 1");
  await assert.rejects(at.call(await at.load("open", text), "render", "a: 1"), /a value of type 'StringIO'/);
});
