import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Plain, Value } from "@salt/core";
import {
  ArgumentBindingError,
  CommandExecutionError,
  defaultsOf,
  dict,
  FunctionNotAvailableError,
  minionOptions,
  nullLogger,
  toJson,
  toValue,
} from "@salt/core";
import { CommandError } from "../command-error.js";
import { Settings } from "../settings.js";
import { configOverrides, ignoredRoots, readCallCommand } from "./command.js";
import type { FunctionCaller } from "./run-call.js";
import { runWithCaller } from "./run-call.js";

type Given = Readonly<Record<string, unknown>>;

const settings = (given: Given): Settings =>
  new Settings({ options: given, given: new Set(Object.keys(given)) }, dict());

/** A caller with some documentation and one function. */
function caller(
  call: () => { readonly return: Plain; readonly retcode?: number },
  docs: Plain = {},
): FunctionCaller {
  return {
    id: "m1",
    call: async (fun) => {
      if (fun === "sys.doc") return { return: toValue(docs), retcode: 0, out: undefined };
      const { return: value, retcode = 0 } = call();
      return { return: toValue(value), retcode, out: undefined };
    },
    grains: async () => dict({ os: "Debian" }),
  };
}

interface Outcome {
  readonly status: number;
  readonly printed: readonly string[];
  readonly complaints: readonly string[];
}

async function run(fake: FunctionCaller, words: readonly string[], given: Given = {}): Promise<Outcome> {
  const printed: string[] = [];
  const complaints: string[] = [];
  const invocation = {
    config: defaultsOf(minionOptions),
    opts: dict(),
    configFile: "/etc/salt/minion",
    settings: settings(given),
    positionals: words,
    screen: {
      value: async (value: Value) => void printed.push(toJson(value)),
      prepare: () => {},
      line: (text: string) => void printed.push(text),
      complain: (text: string) => void complaints.push(text),
    },
    log: nullLogger,
    policy: "honest" as const,
    user: "root",
    signal: new AbortController().signal,
  };
  const status = await runWithCaller(invocation, fake, readCallCommand(words, invocation.settings));
  return { status, printed, complaints };
}

const fails = (error: Error): FunctionCaller =>
  caller(() => {
    throw error;
  });

describe("salt-call", () => {
  it("prints the return under local", async () => {
    const { status, printed } = await run(
      caller(() => ({ return: true })),
      ["test.ping"],
    );
    assert.deepEqual([status, printed], [0, ['{"local": true}']]);
  });

  it("folds retcodes to 1 unless they are to be passed through", async () => {
    const seven = caller(() => ({ return: true, retcode: 7 }));
    assert.equal((await run(seven, ["test.retcode", "7"])).status, 1);
    assert.equal((await run(seven, ["test.retcode", "7"], { retcode_passthrough: true })).status, 7);
  });

  it("shows what belongs to the return with --metadata", async () => {
    const given = { print_metadata: true, metadata: "{a: 1}" };
    const { printed } = await run(
      caller(() => ({ return: true })),
      ["test.ping"],
      given,
    );
    assert.match(
      printed[0] ?? "",
      /^{"local": {"jid": "\d{20}", "return": true, "retcode": 0, "id": "m1", "fun": "test.ping", "fun_args": \[\], "metadata": {"a": 1}}}$/,
    );
  });

  it("ends with 255 for a function that is not there", async () => {
    const { status, complaints } = await run(fails(new FunctionNotAvailableError("no.such")), ["no.such"]);
    assert.deepEqual([status, complaints], [255, ["'no.such' is not available."]]);
  });

  it("tells the functions of a module by its name", async () => {
    const error = new FunctionNotAvailableError("test");
    const fake = caller(
      () => {
        throw error;
      },
      { "test.ping": "Pings." },
    );
    const { status, printed } = await run(fake, ["test"]);
    assert.deepEqual(
      [status, printed],
      [1, [`{"local": {"test.ping": "Pings.", "test": "'test' is not available."}}`]],
    );
  });

  it("tells why a call failed", async () => {
    const wrong = await run(
      fails(new ArgumentBindingError("echo() missing 1 required positional argument: 'text'")),
      ["test.echo"],
    );
    assert.equal(wrong.status, 1);
    assert.match(
      wrong.complaints[0] ?? "",
      /^\nPassed invalid arguments: echo\(\) missing .*: 'text'\.\n\nUsage:$/,
    );
    const failed = await run(fails(new CommandExecutionError("disk full")), ["x.y"]);
    assert.deepEqual(failed, { status: 1, printed: [], complaints: ["Error running 'x.y': disk full"] });
  });

  it("prints grains and refuses words beside them", async () => {
    assert.deepEqual(
      (
        await run(
          caller(() => ({ return: 1 })),
          [],
          { grains_run: true },
        )
      ).printed,
      ['{"local": {"os": "Debian"}}'],
    );
    assert.throws(() => readCallCommand(["x"], settings({ grains_run: true })), CommandError);
  });

  it("refuses what it cannot do, and leaves returners to the caller", () => {
    for (const option of ["proxyid", "resources_dispatch"]) {
      assert.throws(() => readCallCommand(["x.y"], settings({ [option]: "a" })), CommandError, option);
    }
    assert.deepEqual(readCallCommand(["x.y"], settings({ return: "local" })), {
      do: "call",
      fun: "x.y",
      words: [],
    });
  });

  it("needs something to do", () => {
    assert.throws(() => readCallCommand([], settings({})), CommandError);
  });
});

describe("configuration by the command line", () => {
  it("takes what is given and nothing else", () => {
    assert.deepEqual(configOverrides(settings({})), {});
    assert.deepEqual(configOverrides(settings({ local: true })), { local: true, file_client: "local" });
    const roots = configOverrides(settings({ file_root: "/a", module_dirs: ["/m,/n", "/o"] }));
    assert.deepEqual(roots, { module_dirs: ["/m", "/n", "/o"], file_roots: new Map([["base", ["/a"]]]) });
  });

  it("warns of roots that a master would override", () => {
    assert.match(ignoredRoots(settings({ file_root: "/a" })) ?? "", /^Warning: --file-root is ignored/);
    assert.match(
      ignoredRoots(settings({ file_root: "/a", pillar_root: "/b" })) ?? "",
      /--file-root, --pillar-root are/,
    );
    assert.equal(ignoredRoots(settings({ file_root: "/a", local: true })), undefined);
  });
});
