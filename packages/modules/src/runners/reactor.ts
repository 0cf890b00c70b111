/**
 * The reactor of the running master: which files events call for.
 */
import type { BusEvent, Plain, RunnerContext, Value } from "@salt/core";
import {
  CommandExecutionError,
  dict,
  getString,
  isList,
  isTruthy,
  maybe,
  needed,
  runnerFn,
  runnerModule,
} from "@salt/core";

const MANAGE = "salt/reactors/manage/";
/** How long the master may take to answer. */
const PATIENCE_MS = 30_000;
/** How long to wait before a question is asked again: the bus may have been opened too late for the answer. */
const AGAIN_MS = 1000;

const event = needed.str("A glob for tags.");
const unused = {
  saltenv: maybe.any("base", "Has no meaning for the reactor; runners of a state get one."),
  test: maybe.any(null, "Has no meaning for the reactor; runners of a state get one."),
};

export const reactor = runnerModule("reactor", {
  doc: "The reactor of the running master: which files events call for. Changes last until the master ends.",
  functions: {
    list: runnerFn({
      doc: "The globs of tags and the files that they call for.",
      examples: ["salt-run reactor.list"],
      params: unused,
      run: async (_args, context) => (await asked(context, LIST, {})).get("reactors") ?? null,
    }),
    add: runnerFn({
      doc: "Adds files for a glob of tags.",
      examples: ["salt-run reactor.add 'myco/build/*' reactors='/srv/reactor/build/*.sls'"],
      params: { event, reactors: needed.any("Files, as a list; paths may be globs."), ...unused },
      run: async (args, context) => {
        const files: Value = isList(args.reactors) ? args.reactors : [args.reactors];
        const question = { ask: "add", answer: "add-complete" };
        return (
          (await changed(context, question, { event: args.event, reactors: files })).get("result") ?? null
        );
      },
    }),
    delete: runnerFn({
      doc: "Removes a glob with its files.",
      examples: ["salt-run reactor.delete 'myco/build/*'"],
      params: { event, ...unused },
      run: async (args, context) => {
        const question = { ask: "delete", answer: "delete-complete" };
        return (await changed(context, question, { event: args.event })).get("result") ?? null;
      },
    }),
    is_leader: runnerFn({
      doc: "Whether the reactor heeds events.",
      examples: ["salt-run reactor.is_leader"],
      run: async (_args, context) => (await asked(context, IS_LEADER, {})).get("result") ?? null,
    }),
    set_leader: runnerFn({
      doc: "Makes the reactor heed events, or leave them alone.",
      examples: ["salt-run reactor.set_leader False"],
      params: { value: maybe.any(true, "True to heed events.") },
      run: async ({ value }, context) => {
        const id = (await context.masterSide()).id;
        const question = { ask: "set_leader", answer: "leader/value" };
        return (await changed(context, question, { id, value: isTruthy(value) })).get("result") ?? null;
      },
    }),
  },
});

interface Question {
  readonly ask: string;
  readonly answer: string;
}

const LIST: Question = { ask: "list", answer: "list-results" };
const IS_LEADER: Question = { ask: "is_leader", answer: "leader/value" };

/** Asks once, when the master is known to hear and to be heard: a change must not be made twice. */
async function changed(
  context: RunnerContext,
  question: Question,
  facts: { readonly [name: string]: Plain },
): Promise<BusEvent["data"]> {
  return await conversation(context, async (ask) => {
    await ask(IS_LEADER, {}, true);
    return await ask(question, facts, false);
  });
}

function asked(
  context: RunnerContext,
  question: Question,
  facts: { readonly [name: string]: Plain },
): Promise<BusEvent["data"]> {
  return conversation(context, (ask) => ask(question, facts, true));
}

type Ask = (
  question: Question,
  facts: { readonly [name: string]: Plain },
  isRepeatable: boolean,
) => Promise<BusEvent["data"]>;

/** Opens the bus for some questions. Throws CommandExecutionError where there is no reactor, or no answer. */
async function conversation<T>(context: RunnerContext, run: (ask: Ask) => Promise<T>): Promise<T> {
  if (!isTruthy(context.opts.get("reactor") ?? null)) {
    throw new CommandExecutionError("Reactor system is not running.", {
      hint: "Set the option reactor of the master, and restart it.",
    });
  }
  const end = new AbortController();
  const signal = AbortSignal.any([context.signal, end.signal, AbortSignal.timeout(PATIENCE_MS)]);
  const events = context.events(MANAGE, signal)[Symbol.asyncIterator]();
  const ask: Ask = async (question, facts, isRepeatable) => {
    const nonce = crypto.randomUUID();
    const fire = (): Promise<void> => context.fire(`${MANAGE}${question.ask}`, dict({ ...facts, nonce }));
    const answer = answerTo(events, `${MANAGE}${question.answer}`, nonce);
    await fire();
    const again = isRepeatable ? setInterval(() => void fire().catch(() => {}), AGAIN_MS) : undefined;
    try {
      return await answer;
    } finally {
      clearInterval(again);
    }
  };
  try {
    return await run(ask);
  } finally {
    end.abort();
    await events.return?.().catch(() => {});
  }
}

async function answerTo(
  events: AsyncIterator<BusEvent>,
  tag: string,
  nonce: string,
): Promise<BusEvent["data"]> {
  try {
    for (let next = await events.next(); next.done !== true; next = await events.next()) {
      if (next.value.tag === tag && getString(next.value.data, "nonce") === nonce) return next.value.data;
    }
  } catch (cause) {
    throw new CommandExecutionError(SILENT, { cause });
  }
  throw new CommandExecutionError(SILENT);
}

const SILENT = "The reactor of the master did not answer";
