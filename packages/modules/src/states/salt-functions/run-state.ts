/**
 * `salt.state`: a state run on minions, as one state of an orchestration.
 */
import type { Dict, ExecutionContext, MutableDict, Plain, StateAnswer, Value } from "@salt/core";
import { getString, isDict, isList, isTrial, isTruthy, pythonRepr, pythonStr } from "@salt/core";
import { failed } from "../answer/answer.js";
import type { CmdKeywords } from "./minion-returns.js";
import { forgiven, idList, jidOf, returnOf, runOnMinions } from "./minion-returns.js";

/** The arguments of `salt.state`. */
export interface StateArgs {
  readonly name: string;
  readonly tgt: Value;
  readonly ssh: boolean;
  readonly tgt_type: string | null;
  readonly ret: string | null;
  readonly ret_config: Value;
  readonly ret_kwargs: Value;
  readonly highstate: Value;
  readonly sls: Value;
  readonly top: Value;
  readonly saltenv: Value;
  readonly test: Value;
  readonly pillar: Value;
  readonly pillarenv: Value;
  readonly expect_minions: boolean;
  readonly exclude: Value;
  readonly fail_minions: Value;
  readonly allow_fail: Value;
  readonly concurrent: Value;
  readonly timeout: number | null;
  readonly batch: Value;
  readonly queue: Value;
  readonly subset: Value;
  readonly orchestration_jid: Value;
  readonly failhard: Value;
}

/** Runs the states of the arguments on their minions. Throws what `saltutil.cmd` throws. */
export async function runState(
  args: StateArgs,
  roster: Value,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name } = args;
  const allowed = wholeNumber(args.allow_fail);
  if (allowed === undefined) return failed(name, "Passed invalid value for 'allow_fail', must be an int");
  const what = whatToRun(args);
  if (what === undefined) return failed(name, "No highstate or sls specified, no execution made");
  if (typeof args.concurrent !== "boolean") {
    return failed(name, "Must pass in boolean for value of 'concurrent'");
  }
  const returns = isMasterless(context)
    ? await runHere(what, stateKeywords(args, context), context)
    : await runOnMinions(
        context,
        { type: "state", name, tgt: args.tgt, fun: what.fun, jid: args.orchestration_jid },
        cmdKeywords(args, what, roster, context),
      );
  const { ids, warnings } = forgiven(args.fail_minions);
  const more = { ...jidOf(returns), ...(warnings.length === 0 ? {} : { warnings }) };
  if (returns.size === 0 && args.expect_minions) return { ...failed(name, "No minions returned"), ...more };
  const tally = tallyOf(returns, ids, await goodRun());
  return { ...verdict(args, tally, allowed, context), ...more };
}

interface Wanted {
  readonly fun: string;
  readonly key: "topfn" | "mods" | undefined;
  readonly arg: readonly Value[];
}

function whatToRun({ highstate, top, sls }: StateArgs): Wanted | undefined {
  if (isTruthy(highstate)) return { fun: "state.highstate", key: undefined, arg: [] };
  if (isTruthy(top)) return { fun: "state.top", key: "topfn", arg: [top] };
  if (!isTruthy(sls)) return undefined;
  return { fun: "state.sls", key: "mods", arg: [isList(sls) ? sls.map(pythonStr).join(",") : sls] };
}

/** The keyword arguments of the state function on the minions. */
function stateKeywords(args: StateArgs, context: ExecutionContext): CmdKeywords {
  const test = args.test ?? (isTrial(context) ? (context.opts.get("test") ?? true) : null);
  const given: (readonly [string, Plain])[] = [
    ["test", test],
    ["pillar", isTruthy(args.pillar) ? args.pillar : null],
    ["pillarenv", args.pillarenv],
    ["saltenv", args.saltenv],
    ["exclude", args.exclude],
  ];
  const named = given.filter(([, value]) => value !== null);
  return { ...Object.fromEntries(named), queue: args.queue, concurrent: args.concurrent };
}

function cmdKeywords(args: StateArgs, what: Wanted, roster: Value, context: ExecutionContext): CmdKeywords {
  const { ret, timeout, tgt_type, ssh, expect_minions } = args;
  const isHard = args.failhard === true || isTruthy(context.opts.get("failhard"));
  return {
    ...{ arg: what.arg, kwarg: stateKeywords(args, context), ret, timeout },
    ...(isTruthy(args.ret_config) ? { ret_config: args.ret_config } : {}),
    ...(isTruthy(args.ret_kwargs) ? { ret_kwargs: args.ret_kwargs } : {}),
    ...{ tgt_type, ssh },
    ...(roster === null ? {} : { roster }),
    expect_minions,
    ...(args.batch === null ? {} : { batch: pythonStr(args.batch) }),
    ...(args.subset === null ? {} : { subset: args.subset }),
    ...(isHard ? { failhard: true } : {}),
  };
}

/** A minion without a master applies the states to itself. */
function isMasterless({ opts }: ExecutionContext): boolean {
  return opts.get("__role") !== "master" && getString(opts, "file_client") === "local";
}

async function runHere(what: Wanted, keywords: CmdKeywords, context: ExecutionContext): Promise<Dict> {
  const named = what.key === undefined ? {} : { [what.key]: what.arg.map(pythonStr).join("") };
  const ret = await context.call(what.fun, [], { ...named, ...keywords });
  const facts = new Map<Value, Value>([
    ["ret", ret],
    ["out", isDict(ret) ? (ret.get("out") ?? "highstate") : "highstate"],
  ]);
  return new Map([[context.id, facts]]);
}

interface Tally {
  readonly changes: MutableDict;
  readonly unchanged: readonly Value[];
  /** Minions that failed, with a line for those whose return says not why. */
  readonly failures: ReadonlyMap<Value, string>;
}

type GoodRun = (results: Dict) => boolean;

/** What weighs runs is loaded with everything about states only when it is needed. */
async function goodRun(): Promise<GoodRun> {
  const { isGoodRun } = await import("@salt/states");
  return isGoodRun;
}

function tallyOf(returns: Dict, forgivenIds: readonly Value[], isGood: GoodRun): Tally {
  const changes: MutableDict = new Map();
  const unchanged: Value[] = [];
  const failures = new Map<Value, string>();
  for (const [id, facts] of returns) {
    const told = isDict(facts) && isTruthy(facts.get("failed")) ? undefined : returnOf(facts);
    if (told === undefined || !isDict(told) || !isGood(told)) {
      if (!forgivenIds.includes(id)) failures.set(id, failureLine(id, told ?? returnOf(facts)));
      changes.set(id, told ?? false);
    } else if ([...told.values()].some((one) => isDict(one) && isTruthy(one.get("changes")))) {
      changes.set(id, told);
    } else unchanged.push(id);
  }
  return { changes, unchanged, failures };
}

/** Why a minion failed whose return is no results: they say it themselves. */
function failureLine(id: Value, told: Value | undefined): string {
  const minion = `Minion ${pythonStr(id)}`;
  if (told === undefined) return `${minion} did not return a state result.`;
  if (isDict(told)) return "";
  if (!isList(told)) return `${minion} returned ${pythonRepr(told)} instead of a state result.`;
  const errors = told.filter(isTruthy).map(pythonStr);
  if (errors.length === 0) return `${minion} returned an empty error list.`;
  return `${minion} returned errors: ${errors.join("; ")}`;
}

function verdict(
  { name, test }: StateArgs,
  { changes, unchanged, failures }: Tally,
  allowed: number,
  context: ExecutionContext,
): StateAnswer {
  const shown =
    changes.size === 0
      ? new Map()
      : new Map<Value, Value>([
          ["out", "highstate"],
          ["ret", changes],
        ]);
  if (failures.size > allowed) {
    const lines = [...failures].sort(([a], [b]) => (pythonStr(a) < pythonStr(b) ? -1 : 1));
    const details = lines.map(([, line]) => line).filter((line) => line !== "");
    const comment = [`Run failed on minions: ${idList(failures.keys())}`, ...details].join("\n");
    return { name, changes: shown, result: false, comment };
  }
  const changed = changes.size === 0 ? "" : ` Updating ${idList(changes.keys())}.`;
  const others = unchanged.length === 0 ? "" : ` No changes made to ${idList(unchanged)}.`;
  const isTest = isTruthy(test) || isTrial(context);
  const result = isTest && changes.size > 0 ? null : true;
  return { name, changes: shown, result, comment: `States ran successfully.${changed}${others}` };
}

function wholeNumber(value: Value): number | undefined {
  const number = typeof value === "string" ? Number(value.trim() === "" ? Number.NaN : value) : Number(value);
  return Number.isFinite(number) ? Math.trunc(number) : undefined;
}
