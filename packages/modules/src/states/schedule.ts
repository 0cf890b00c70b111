/**
 * States of the minion's schedule.
 */
import type { Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  dict,
  isDict,
  isEqual,
  isTrial,
  isTruthy,
  needed,
  pythonStr,
  stateFn,
  stateModule,
} from "@salt/core";

const name = needed.str("The job's name.");
type Keywords = ReadonlyMap<string, Value>;

export const schedule = stateModule("schedule", {
  doc: "States of the minion's schedule.",
  functions: {
    present: stateFn({
      doc: "Makes a job be in the schedule as its arguments say: those of `schedule.add`.",
      params: { name },
      varkw: "kwargs",
      run: ({ name }, context, { kwargs }) => present(name, given(kwargs), context),
    }),
    absent: stateFn({
      doc: "Makes a job not be in the schedule. With `persist: False` it is back after a restart.",
      params: { name },
      varkw: "kwargs",
      run: ({ name }, context, { kwargs }) =>
        change(
          { name, fun: "schedule.delete", done: `Removed job ${name} from schedule` },
          given(kwargs),
          context,
        ),
    }),
    enabled: stateFn({
      doc: "Makes a job of the schedule be switched on.",
      params: { name },
      varkw: "kwargs",
      run: ({ name }, context, { kwargs }) =>
        change(
          { name, fun: "schedule.enable_job", done: `Enabled job ${name} from schedule` },
          given(kwargs),
          context,
        ),
    }),
    disabled: stateFn({
      doc: "Makes a job of the schedule be switched off.",
      params: { name },
      varkw: "kwargs",
      run: ({ name }, context, { kwargs }) =>
        change(
          { name, fun: "schedule.disable_job", done: `Disabled job ${name} from schedule` },
          given(kwargs),
          context,
        ),
    }),
  },
});

async function present(name: string, kwargs: Keywords, context: ExecutionContext): Promise<StateAnswer> {
  const job = (await jobs(context, kwargs)).get(name);
  if (job === undefined) {
    return await call(
      { name, fun: "schedule.add", done: `Adding new job ${name} to schedule` },
      kwargs,
      context,
    );
  }
  const wanted = await context.call("schedule.build_schedule_item", [name], Object.fromEntries(kwargs));
  if (isDict(wanted) && wanted.get("result") === false) return answer(name, false, new Map(), wanted);
  if (isEqual(wanted, job)) return answer(name, true, new Map(), `Job ${name} in correct state`);
  return await call(
    { name, fun: "schedule.modify", done: `Modifying job ${name} in schedule` },
    kwargs,
    context,
  );
}

interface Change {
  readonly name: string;
  readonly fun: string;
  readonly done: string;
}

/** Does something to a job that is there. */
async function change(what: Change, kwargs: Keywords, context: ExecutionContext): Promise<StateAnswer> {
  const { name, fun } = what;
  if (!(await jobs(context, kwargs)).has(name)) {
    return answer(name, true, new Map(), `Job ${name} not present in schedule`);
  }
  const told = await call(what, kwargs, context);
  // Switching is no change in Salt's eyes.
  return fun === "schedule.delete" || told.result === false ? told : { ...told, changes: new Map() };
}

async function call(
  { name, fun, done }: Change,
  kwargs: Keywords,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const trial = isTrial(context) ? { test: true } : {};
  const result = await context.call(fun, [name], { ...Object.fromEntries(kwargs), ...trial });
  const fields = isDict(result) ? result : new Map<Value, Value>();
  const changes = isDict(fields.get("changes")) ? (fields.get("changes") as Dict) : new Map();
  if (isTrial(context)) return answer(name, true, fun === "schedule.modify" ? changes : new Map(), fields);
  if (!isTruthy(fields.get("result") ?? null)) return answer(name, false, new Map(), fields);
  return answer(name, true, changes, done);
}

async function jobs(context: ExecutionContext, kwargs: Keywords): Promise<Dict> {
  const offline = isTruthy(kwargs.get("offline") ?? null);
  const listed = await context.call("schedule.list", [], { show_all: true, return_yaml: false, offline });
  return isDict(listed) ? listed : dict({});
}

function answer(name: string, result: boolean, changes: Dict, said: Dict | string): StateAnswer {
  const comment = typeof said === "string" ? said : pythonStr(said.get("comment") ?? "");
  return { name, result, changes, comment };
}

/** The arguments without those of the state run. */
function given(kwargs: Keywords): Keywords {
  return new Map(
    [...kwargs].filter(([name]) => !name.startsWith("__") && name !== "order" && name !== "fun"),
  );
}
