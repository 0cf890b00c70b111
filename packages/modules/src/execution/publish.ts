/**
 * Running functions on other minions, and runners, by way of the master. The master's options `peer` and `peer_run` say
 * what is allowed; without them nothing is.
 */
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import {
  dict,
  executionModule,
  fn,
  get,
  getList,
  getString,
  isDict,
  isList,
  isTruthy,
  maybe,
  needed,
  parseYamlArgument,
  sleep,
  TimeoutError,
} from "@salt/core";

const POLL_MS = 300;

const params = {
  tgt: needed.any("The minions to run it on."),
  fun: needed.str("The function."),
  arg: maybe.any(null, "Its arguments: one, or a list."),
  tgt_type: maybe.str("glob", "How the target is to be read."),
  returner: maybe.str("", "Returners that the minions are to call too."),
  timeout: maybe.number(5, "Seconds to wait for answers."),
};

export const publish = executionModule("publish", {
  doc: "Running functions on other minions, and runners, by way of the master, as far as the master allows.",
  functions: {
    publish: fn({
      doc: "Runs a function on other minions and gives their returns by minion; an empty map when it is not allowed.",
      examples: ["salt web1 publish.publish 'db*' status.uptime"],
      params: { ...params, via_master: maybe.str(null, "Has no meaning here: the current master is asked.") },
      run: async (args, context) => {
        const returns = await run(args, "clean", context);
        return isDict(returns)
          ? new Map([...returns].map(([id, one]) => [id, get(one, "ret") ?? null]))
          : returns;
      },
    }),
    full_data: fn({
      doc: "Runs a function on other minions and gives everything that came back, by minion.",
      examples: ["salt web1 publish.full_data 'db*' status.uptime"],
      params,
      run: (args, context) => run(args, "full", context),
    }),
    runner: fn({
      doc: "Runs a runner beside the master and gives its return; an empty map when it is not allowed.",
      examples: ["salt web1 publish.runner manage.up"],
      params: {
        fun: needed.str("The runner."),
        arg: maybe.any(null, "Its arguments: one, or a list."),
        timeout: maybe.number(5, "Seconds that it may take."),
      },
      run: async ({ fun, arg, timeout }, context) => {
        if (isLocal(context)) return "No access to master. If using salt-call with --local, please remove.";
        const load = dict({
          cmd: "minion_runner",
          fun,
          arg: await argumentList(arg),
          tmo: timeout,
          id: context.id,
          no_parse: context.opts.get("no_parse") ?? [],
        });
        return await unlessTooLate(context.control.request(load), `'${fun}' runner publish timed out`);
      },
    }),
  },
});

interface PublishArgs {
  readonly tgt: Value;
  readonly fun: string;
  readonly arg: Value;
  readonly tgt_type: string | null;
  readonly returner: string | null;
  readonly timeout: number | null;
}

async function run(args: PublishArgs, form: string, context: ExecutionContext): Promise<Plain> {
  if (isLocal(context) || args.fun.startsWith("publish.")) {
    context.log.warn(
      { fun: args.fun },
      "Nothing is published: there is no master, or the function is a publish itself",
    );
    return {};
  }
  const load = dict({
    cmd: "minion_pub",
    fun: args.fun,
    arg: await argumentList(args.arg),
    tgt: args.tgt,
    tgt_type: args.tgt_type,
    ret: args.returner,
    tmo: args.timeout,
    form,
    id: context.id,
    no_parse: context.opts.get("no_parse") ?? [],
  });
  const job = await unlessTooLate(context.control.request(load), `'${args.fun}' publish timed out`);
  const jid = getString(job, "jid");
  if (jid === undefined) return typeof job === "string" ? job : {};
  return await collect(jid, getList(job, "minions") ?? [], (args.timeout ?? 0) * 1000, context);
}

/** Asks for the returns again and again until all are there or time is up. */
async function collect(
  jid: string,
  minions: readonly Value[],
  timeoutMs: number,
  context: ExecutionContext,
): Promise<Dict> {
  const question = dict({ cmd: "pub_ret", id: context.id, jid });
  for (let waited = 0; ; waited += POLL_MS) {
    const reply = await context.control.request(question);
    const returns: Dict = isDict(reply) ? reply : new Map();
    if (minions.every((id) => returns.has(id)) || waited > timeoutMs || context.signal.aborted)
      return returns;
    await sleep(POLL_MS, context.signal);
  }
}

async function unlessTooLate(reply: Promise<Value>, text: string): Promise<Value> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof TimeoutError) return text;
    throw error;
  }
}

async function argumentList(arg: Value): Promise<readonly Value[]> {
  const value = typeof arg === "string" ? await parseYamlArgument(arg) : arg;
  if (value === null) return [];
  return isList(value) ? value : [value];
}

function isLocal({ opts }: ExecutionContext): boolean {
  return isTruthy(opts.get("local")) || opts.get("file_client") === "local";
}
