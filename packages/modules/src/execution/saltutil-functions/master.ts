/**
 * `saltutil.cmd`, `saltutil.runner` and `saltutil.wheel`: for minions beside a master, through which they work.
 */
import { statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Dict, ExecutionContext, JobReturn, MasterHere, MasterResult, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  ForeignError,
  FunctionNotAvailableError,
  fn,
  getString,
  isDict,
  isList,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltError,
  SaltInvocationError,
  TARGET_TYPES,
} from "@salt/core";
import { tellArgs } from "../../states/salt-functions/tell-args.js";
import { givenKeywords, refuseOtherKeywords } from "../../values/keywords.js";

const arg = maybe.any(null, "Its positional arguments, as a list.");
const kwarg = maybe.any(null, "Its keyword arguments, as a map.");
const name = needed.str("The function.");

const minionCall = {
  tgt: needed.any("The minions to run it on."),
  fun: needed.str("The function."),
  arg,
  timeout: maybe.int(null, "Seconds to wait for answers."),
  tgt_type: maybe.str("glob", "How the target is to be read."),
  ret: maybe.str("", "Returners that minions call too, comma-joined."),
  kwarg,
  ssh: maybe.bool(false, "Is not offered: there is no salt-ssh."),
};

/** `cmd`, `cmd_iter`, `runner` and `wheel`. */
export const masterFunctions = {
  cmd: fn({
    doc:
      "Runs a function on minions of the master on this machine, and gives what came back by minion. Further keywords: " +
      "batch (so many at a time; failhard stops at the first failure), subset (so many, chosen by chance), " +
      "expect_minions (tell those that do not answer as failed), ret_config, ret_kwargs, metadata.",
    examples: [
      "salt master1 saltutil.cmd 'web*' test.ping",
      "salt master1 saltutil.cmd '*' test.ping batch=2",
    ],
    params: minionCall,
    varkw: "kwargs",
    run: (args, context, { kwargs }) => runOnMinions(args, kwargs, context),
  }),
  cmd_iter: fn({
    doc: "The same as `saltutil.cmd`; a master prints what comes back minion by minion.",
    examples: ["salt master1 saltutil.cmd_iter 'web*' test.ping"],
    params: minionCall,
    run: (args, context) => runOnMinions(args, new Map(), context),
  }),
  runner: fn({
    doc: "Runs a runner of the master on this machine.",
    examples: [
      "salt master1 saltutil.runner jobs.list_jobs",
      "salt master1 saltutil.runner test.arg arg='[x]'",
    ],
    params: {
      name,
      arg,
      kwarg,
      full_return: maybe.bool(false, "Give job id, user and success beside the return."),
      saltenv: maybe.str("base", "Given to runners that have such a parameter."),
      jid: maybe.str(null, "The job id of the orchestration that this is a part of."),
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const jid = kwargs.get("__orchestration_jid__") ?? args.jid;
      const named = namesOf(args.kwarg, givenKeywords(kwargs));
      const kwarg = ORCHESTRATIONS.has(args.name) ? { ...named, orchestration_jid: jid } : named;
      const call = { arg: listOf(args.arg), kwarg, saltenv: envOf(kwargs, args.saltenv) };
      await tellArgs(context, jid, { type: "runner", name: args.name, args: call.arg, kwargs: kwarg });
      const run = (here: MasterHere) => here.runner(masterFile(context), args.name, call);
      const result = await asked(args.name, context, run);
      const user = context.job?.user ?? "UNKNOWN";
      return args.full_return ? fullReturn(`runner.${args.name}`, user, result) : result.value;
    },
  }),
  wheel: fn({
    doc: "Calls a wheel function of the master on this machine.",
    examples: [
      "salt master1 saltutil.wheel key.accept web1",
      "salt master1 saltutil.wheel minions.connected",
    ],
    params: { name },
    varargs: "args",
    varkw: "kwargs",
    run: async (args, context, rest) => {
      const { args: arg, kwargs } = rest;
      const call = { arg, kwarg: namesOf(null, givenKeywords(kwargs)), saltenv: envOf(kwargs, "base") };
      const jid = kwargs.get("__orchestration_jid__") ?? null;
      await tellArgs(context, jid, { type: "wheel", name: args.name, args: call.kwarg });
      const run = (here: MasterHere) => here.wheel(masterFile(context), args.name, call);
      // Real Salt passes the user under another name than wheel functions are told it by.
      return fullReturn(`wheel.${args.name}`, "UNKNOWN", await asked(args.name, context, run));
    },
  }),
};

/** Runners that are told which orchestration they are a part of. */
const ORCHESTRATIONS: ReadonlySet<string> = new Set(["state.orchestrate", "state.orch", "state.sls"]);

function envOf(kwargs: ReadonlyMap<string, Value>, otherwise: string | null): string {
  return pythonStr(kwargs.get("__env__") ?? otherwise ?? "base");
}

interface CmdArgs {
  readonly tgt: Value;
  readonly fun: string;
  readonly arg: Value;
  readonly timeout: number | null;
  readonly tgt_type: string | null;
  readonly ret: string | null;
  readonly kwarg: Value;
  readonly ssh: boolean;
}

/**
 * As in Salt, the minion's own configuration is read as a master's first: that finds a master with the default
 * directories. When nobody returned, the configuration of the master that lies beside it.
 */
async function runOnMinions(
  args: CmdArgs,
  options: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<Plain> {
  if (args.ssh) throw new SaltInvocationError("ssh: there is no salt-ssh");
  const missing = new Set<string>();
  const onMissing = (id: string): void => void missing.add(id);
  const command = { ...commandOf(args), ...furtherOptions(options), onMissing };
  const own = getString(context.opts, "conf_file") ?? "/etc/salt/minion";
  const returns = await asked(args.fun, context, (here) => here.cmd(own, command));
  const other = masterFile(context);
  const again =
    returns.size === 0 &&
    basename(own) === "minion" &&
    statSync(other, { throwIfNoEntry: false }) !== undefined;
  const found = again ? await asked(args.fun, context, (here) => here.cmd(other, command)) : returns;
  const told = new Map<string, Plain>();
  for (const [id, one] of found) told.set(id, shown(one, command.batch !== undefined));
  if (isTruthy(options.get("expect_minions"))) for (const id of missing) told.set(id, { failed: true });
  return told;
}

function commandOf(args: CmdArgs) {
  const tgtType = TARGET_TYPES.find((type) => type === (args.tgt_type ?? "glob"));
  if (tgtType === undefined) throw new SaltInvocationError(`tgt_type: ${args.tgt_type} is no kind of target`);
  return {
    tgt: isList(args.tgt) ? args.tgt.map(pythonStr) : pythonStr(args.tgt),
    ...{ tgtType, fun: args.fun, ret: args.ret ?? "" },
    ...{ arg: listOf(args.arg), kwarg: namesOf(args.kwarg, new Map()) },
    timeout: args.timeout ?? undefined,
  };
}

/** Options of a job by their names on the wire. */
const ON_THE_WIRE: readonly string[] = [
  "ret_config",
  "ret_kwargs",
  "metadata",
  "module_executors",
  "executor_opts",
];
/** Keywords that mean something here, or something of Salt's own that has no meaning here. */
const OTHERS: readonly string[] = ["batch", "subset", "failhard", "expect_minions", "roster"];

function furtherOptions(options: ReadonlyMap<string, Value>) {
  refuseOtherKeywords(options, [...ON_THE_WIRE, ...OTHERS]);
  const batch = options.get("batch") ?? null;
  const subset = options.get("subset") ?? null;
  const load = ON_THE_WIRE.flatMap((name) => (options.has(name) ? [[name, options.get(name)] as const] : []));
  return {
    batch: isTruthy(batch) ? pythonStr(batch) : undefined,
    subset: isTruthy(subset) ? Number(subset) : undefined,
    failhard: isTruthy(options.get("failhard")),
    load: Object.fromEntries(load),
  };
}

function shown(one: JobReturn, inBatch: boolean): Plain {
  if (inBatch) return { out: one.out ?? "highstate", ret: one.return };
  const out = one.out === undefined ? {} : { out: one.out };
  return { ret: one.return, ...out, retcode: one.retcode, jid: one.jid };
}

/** Asks the master here. Throws SaltInvocationError with the reason when it cannot be reached or refuses. */
async function asked<T>(
  fun: string,
  { masterHere }: ExecutionContext,
  ask: (here: MasterHere) => Promise<T>,
): Promise<T> {
  if (masterHere === undefined) throw new CommandExecutionError(`${fun} cannot be asked for from here`);
  try {
    return await ask(masterHere);
  } catch (error) {
    // Python's error of a look-up, as Salt lets it through.
    if (error instanceof FunctionNotAvailableError) throw missing(fun);
    if (!(error instanceof SaltError)) throw error;
    throw new SaltInvocationError(error.message, { cause: error });
  }
}

function missing(fun: string): ForeignError {
  const trace = `Traceback (most recent call last):\n  in ${fun}\nKeyError: '${fun}'\n`;
  return new ForeignError("KeyError", `'${fun}'`, trace);
}

/** The configuration of the master that lies beside the minion's. */
function masterFile({ opts }: ExecutionContext): string {
  return join(dirname(getString(opts, "conf_file") ?? "/etc/salt/minion"), "master");
}

function fullReturn(fun: string, user: string, { jid, args, value, success }: MasterResult): Plain {
  return { fun, jid, user, fun_args: [...args], return: value, success };
}

function listOf(value: Value): readonly Value[] {
  if (value === null || isList(value)) return value ?? [];
  throw new SaltInvocationError("arg must be formatted as a list/tuple");
}

function namesOf(value: Value, more: Dict): { readonly [name: string]: Plain } {
  if (value !== null && !isDict(value))
    throw new SaltInvocationError("kwarg must be formatted as a dictionary");
  const given = [...(value ?? [])];
  return Object.fromEntries([...given, ...more].map(([key, each]) => [pythonStr(key), each]));
}
