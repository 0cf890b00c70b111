/**
 * `state.orchestrate` and its like: SLS files whose states drive minions, run beside the master.
 */
import type { Dict, Plain, RunnerContext, RunnerFunction, Value } from "@salt/core";
import { dict, getString, isDict, isList, maybe, needed, pythonStr, runnerFn } from "@salt/core";
import { givenKeywords } from "../../values/keywords.js";
import { openOrchestra, pillarData } from "./orchestra.js";

const mods = needed.any("SLS files of the master's file server, as a list or with commas.");
const test = maybe.any(null, "True to say only what would be done.");
const queue = maybe.any(false, "True to wait for other state runs of the master's own.");
const pillar = maybe.any(null, "A map that is laid over the master's own pillar.");
const saltenv = maybe.any("base", "The environment of the SLS files.");
const pillarenv = maybe.any(null, "The environment of the pillar.");
const pillar_enc = maybe.any(null, "The renderer that decrypts the pillar that is given, e.g. `gpg`.");

interface OrchestrateArgs {
  readonly mods: Value;
  readonly saltenv: Value;
  readonly test: Value;
  readonly exclude: Value;
  readonly pillar: Value;
  readonly pillarenv: Value;
  readonly pillar_enc: Value;
  readonly orchestration_jid: Value;
}

async function orchestrate(args: OrchestrateArgs, session: RunnerContext): Promise<Plain> {
  const given = pillarData(args.pillar);
  const { context, jid } = await openOrchestra(session, "state.orchestrate", args.orchestration_jid);
  const keywords = {
    pillar: given,
    saltenv: args.saltenv ?? getString(context.opts, "saltenv") ?? null,
    pillarenv: args.pillarenv ?? getString(context.opts, "pillarenv") ?? null,
    pillar_enc: args.pillar_enc,
    orchestration_jid: jid,
  };
  const running = await context.call("state.sls", [args.mods, args.test, args.exclude], keywords);
  const data = dict({ [context.id]: running });
  const { isGoodRun } = await import("@salt/states");
  return { data, outputter: "highstate", retcode: isGoodRun(data) ? 0 : 1 };
}

/** Runs one function of states, and shows its results as they are. */
async function runDirectly(
  session: RunnerContext,
  fun: string,
  args: readonly Value[],
  given: {
    readonly test: Value;
    readonly queue: Value;
    readonly pillar: Value;
    readonly keywords: { readonly [name: string]: Plain };
  },
): Promise<Plain> {
  const laid = pillarData(given.pillar);
  const { context } = await openOrchestra(session, `state.${fun}`, null);
  const { test: trial, queue: waits } = given;
  const keywords = {
    ...given.keywords,
    ...(laid === null ? {} : { pillar: laid }),
    test: trial,
    queue: waits,
  };
  const running = await context.call(`state.${fun}`, args, keywords);
  const data = dict({ [context.id]: running });
  session.progress({ data, outputter: "highstate" }, "highstate");
  const { isGoodRun } = await import("@salt/states");
  session.retcode = isGoodRun(data) ? 0 : 1;
  return data;
}

const orchestrateFn = runnerFn({
  doc:
    "Runs an orchestration: the states of SLS files, beside the master. Its states salt.state, salt.function, " +
    "salt.runner and salt.wheel drive minions and the master.",
  examples: [
    "salt-run state.orchestrate orch.deploy",
    "salt-run state.orchestrate orch.deploy saltenv=dev test=True",
    `salt-run state.orchestrate orch.deploy pillar='{"release": "1.2"}'`,
  ],
  params: {
    mods,
    saltenv,
    test,
    exclude: maybe.any(null, "SLS files, or maps of `sls` or `id`, whose states are left out."),
    pillar,
    pillarenv,
    pillar_enc,
    orchestration_jid: maybe.any(null, "The job id of the orchestration; one is made unless given."),
  },
  run: orchestrate,
});

const showSls = runnerFn({
  doc: "Shows the high data of an orchestration's SLS files, as they are rendered beside the master.",
  examples: ["salt-run state.orchestrate_show_sls orch.deploy"],
  params: { mods, saltenv, test, queue, pillar, pillarenv, pillar_enc },
  run: async (args, session) => {
    const laid = pillarData(args.pillar);
    const { context } = await openOrchestra(session, "state.show_sls", null);
    const { mods: names, test: trial, pillar: _, ...others } = args;
    const shown = await context.call("state.show_sls", [names, trial], { ...others, pillar: laid });
    return dict({ [context.id]: shown });
  },
});

/** `orchestrate` and its other names, `orchestrate_single`, `orchestrate_high`, `orchestrate_show_sls`. */
export const orchestrateFunctions: Readonly<Record<string, RunnerFunction>> = {
  orchestrate: orchestrateFn,
  orch: { ...orchestrateFn, doc: "Runs an orchestration: the short name of `state.orchestrate`." },
  sls: { ...orchestrateFn, doc: "Runs an orchestration: the oldest name of `state.orchestrate`." },
  orchestrate_single: runnerFn({
    doc: "Runs one state of an orchestration, without an SLS file. Further keywords are those of the state.",
    examples: ["salt-run state.orchestrate_single fun=salt.wheel name=key.list_all"],
    params: {
      fun: needed.str("The state function."),
      name: needed.any("The name of the state."),
      test,
      queue,
      pillar,
    },
    varkw: "kwargs",
    run: (args, session, { kwargs }) => {
      return runDirectly(session, "single", [args.fun, args.name], {
        ...args,
        keywords: Object.fromEntries(kwargs),
      });
    },
  }),
  orchestrate_high: runnerFn({
    doc: "Runs an orchestration that is given as high data: states by id, as an SLS file has them.",
    examples: [
      `salt-run state.orchestrate_high '{"up": {"salt.function": [{"name": "test.ping"}, {"tgt": "*"}]}}'`,
    ],
    params: { data: needed.any("The states by id."), test, queue, pillar },
    varkw: "kwargs",
    run: (args, session, { kwargs }) => {
      const keywords = Object.fromEntries(givenKeywords(kwargs));
      return runDirectly(session, "high", [highData(args.data)], { ...args, keywords });
    },
  }),
  orchestrate_show_sls: showSls,
  orch_show_sls: { ...showSls, doc: "Shows high data: the short name of `state.orchestrate_show_sls`." },
};

/** `salt.function: […]` becomes `salt: [function, …]`, as in SLS files; Salt passes such states over here. */
function highData(data: Value): Value {
  if (!isDict(data)) return data;
  return new Map([...data].map(([id, body]) => [id, isDict(body) ? withPlainKeys(body) : body]));
}

function withPlainKeys(body: Dict): Dict {
  return new Map(
    [...body].map(([key, args]): [Value, Value] => {
      const [state = "", ...fun] = pythonStr(key).split(".");
      return fun.length === 0 || !isList(args) ? [key, args] : [state, [...args, fun.join(".")]];
    }),
  );
}
