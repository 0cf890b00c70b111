/**
 * Plugins for tests of running jobs: what goes well, and what goes wrong in every way. Not exported.
 */
import type { CatalogEntry, ExecutionModule, Plain } from "@salt/core";
import {
  CommandExecutionError,
  executionModule,
  float,
  fn,
  grainsModule,
  maybe,
  needed,
  PluginCatalog,
  SaltError,
  sleep,
} from "@salt/core";

const run = executionModule("run", {
  doc: "Functions that run in job processes.",
  functions: {
    echo: fn({
      doc: "Gives back its argument.",
      params: { value: needed.any("any") },
      run: ({ value }) => value,
    }),
    numbers: fn({
      doc: "Numbers of all kinds.",
      run: () => ({ float: float(2), big: 2n ** 60n, part: 0.5 }),
    }),
    pid: fn({ doc: "The process.", run: () => process.pid }),
    spin: fn({
      doc: "Computes for ever.",
      run: (_args, context) => {
        context.log.info({}, "spinning");
        for (;;) Math.random();
      },
    }),
    rest: fn({
      doc: "Waits until it is told to end.",
      run: async (_args, context) => {
        await context.control.fireMaster("resting", new Map());
        await sleep(60_000, context.signal);
        return "ended by itself";
      },
    }),
    crash: fn({
      doc: "Takes its process down.",
      params: { status: maybe.int(3, "its status") },
      run: ({ status }) => {
        process.exitCode = status ?? 0;
        process.kill(process.pid, "SIGABRT");
        return sleep(60_000).then(() => null);
      },
    }),
    child: fn({
      doc: "Starts a program that would run for long, and tells its pid.",
      run: async (_args, context) => {
        const { spawn } = await import("node:child_process");
        const child = spawn("sleep", ["60"], { stdio: "ignore" });
        await context.control.fireMaster("child", new Map([["pid", child.pid ?? 0]]));
        await sleep(60_000);
        return null;
      },
    }),
    parts: fn({
      doc: "Gives its result in parts.",
      // A generator is no plain value, but that is what real functions may give.
      run: () => parts() as unknown as Plain,
    }),
    deep: fn({
      doc: "A result that has no form.",
      run: () => {
        const loop: Plain[] = [];
        loop.push(loop);
        return loop;
      },
    }),
    facts: fn({
      doc: "What the process knows.",
      run: (_args, { id, grains, pillar, opts }) => ({
        id,
        os: grains.get("os") ?? null,
        role: pillar.get("role") ?? null,
        shell: opts.get("shell") ?? null,
      }),
    }),
    ask: fn({
      doc: "Asks the daemon for something.",
      run: async (_args, { control }) => {
        const request = await control
          .request(new Map([["cmd", "_x"]]))
          .catch((error: unknown) =>
            error instanceof SaltError ? `${error.code}: ${error.message}` : "odd",
          );
        return {
          request,
          running: (await control.running()).length,
          fired: await control.fireMaster("t", new Map()),
        };
      },
    }),
  },
});

async function* parts(): AsyncGenerator<Plain> {
  yield { a: 1 };
  yield { b: 2 };
}

const light = executionModule("light", {
  doc: "Functions that the daemon runs itself.",
  functions: {
    ping: fn({ doc: "Answers.", control: true, run: () => true }),
    heavy: fn({ doc: "Not all of them are.", run: () => "heavy" }),
    fail: fn({
      doc: "Fails.",
      control: true,
      run: () => {
        throw new CommandExecutionError("it broke");
      },
    }),
    bad: fn({ doc: "Fails politely.", control: true, run: () => ({ result: false }) }),
    code: fn({
      doc: "Sets a status.",
      control: true,
      outputter: "highstate",
      run: (_args, context) => {
        context.retcode = 7;
        return "seven";
      },
    }),
    outer: fn({
      doc: "Calls another.",
      control: true,
      run: (_args, context) => context.call("light.code"),
    }),
    silent: fn({ doc: "Returns nothing.", control: true, run: () => ({ __no_return__: true }) }),
    kwargs: fn({
      doc: "Gives back keyword arguments.",
      control: true,
      varkw: "kwargs",
      run: (_args, _context, rest) => new Map(rest.kwargs),
    }),
  },
});

/** A row of a catalog for a module. */
function entryOf(module: ExecutionModule, control?: boolean): CatalogEntry {
  return {
    kind: module.kind,
    name: module.name,
    virtualName: module.virtualName,
    ...(control === undefined ? {} : { control }),
    load: async () => module,
  };
}

const facts = grainsModule("facts", {
  doc: "Grains.",
  functions: {
    first: () => ({ os: "Debian", num: float(4), id: "wrong" }),
    broken: () => {
      throw new SaltError("GRAINS", "no grains here");
    },
    last: async ({ opts }) => ({ id: String(opts.get("id")) }),
  },
});

/** All of them. */
export const testPlugins = new PluginCatalog([
  entryOf(run),
  entryOf(light, true),
  { kind: "grains", name: "facts", virtualName: "facts", load: async () => facts },
]);
