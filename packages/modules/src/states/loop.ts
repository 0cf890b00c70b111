/**
 * States that call a function again and again until it answers as is wanted.
 */
import type { Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  includes,
  isDict,
  isEqual,
  isFloat,
  isInt,
  isList,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltError,
  sleep,
  stateFn,
  stateModule,
} from "@salt/core";
import { renderTemplate } from "../templates/minion-renderers.js";
import { answer, failed, has, pending } from "./answer/answer.js";

const name = needed.str("The execution function.");
const period = maybe.any(1, "Seconds between two calls.");
const timeout = maybe.any(60, "Seconds after which it is given up.");
const MS = 1000;

export const loop = stateModule("loop", {
  doc: "States that call a function again and again until it answers as is wanted.",
  functions: {
    until: stateFn({
      doc: "Calls a function until an expression of its answer, `m_ret`, is true.",
      params: {
        name,
        m_args: maybe.any(null, "Its positional arguments, a list."),
        m_kwargs: maybe.any(null, "Its keyword arguments, a map."),
        condition: maybe.any(null, "The expression, as Jinja writes it, e.g. `m_ret == 'up'`."),
        period,
        timeout,
      },
      run: async (args, context) => {
        const { name: fun, condition } = args;
        if (!(await has(context, fun))) return failed(fun, `Cannot find module ${fun}`);
        if (condition === null) return failed(fun, "An exit condition must be specified");
        const fault = wrongTimes(args.period, args.timeout);
        if (fault !== undefined) return failed(fun, fault);
        if (isTrial(context)) return pending(fun, `The execution module ${fun} will be run`);
        const call = { fun, args: listOf(args.m_args), kwargs: dictOf(args.m_kwargs) };
        const isMet = (told: Value): Promise<boolean> => holds(pythonStr(condition), told, context);
        const done = await repeat(call, { period: args.period, timeout: args.timeout, isMet }, context);
        return done.isMet
          ? answer(fun, true, `Condition ${pythonStr(condition)} was met`)
          : failed(fun, `Timed out while waiting for condition ${pythonStr(condition)}`);
      },
    }),
    until_no_eval: stateFn({
      doc: "Calls a function until its answer compares to an expected one.",
      params: {
        name,
        expected: needed.any("The expected answer."),
        compare_operator: maybe.str(
          "eq",
          "`eq`, `ne`, `lt`, `le`, `gt`, `ge`, `contains`, `is_`, `is_not`, or an execution function of both.",
        ),
        timeout,
        period,
        init_wait: maybe.any(0, "Seconds before the first call."),
        args: maybe.any(null, "Its positional arguments, a list."),
        kwargs: maybe.any(null, "Its keyword arguments, a map."),
      },
      run: (args, context) => untilEqual(args, context),
    }),
  },
});

interface Expectation {
  readonly name: string;
  readonly expected: Value;
  readonly compare_operator: string | null;
  readonly timeout: Value;
  readonly period: Value;
  readonly init_wait: Value;
  readonly args: Value;
  readonly kwargs: Value;
}

async function untilEqual(wanted: Expectation, context: ExecutionContext): Promise<StateAnswer> {
  const { name: fun, expected } = wanted;
  const word = wanted.compare_operator ?? "eq";
  if (isTrial(context))
    return pending(fun, `Would have waited for "${fun}" to produce "${pythonStr(expected)}".`);
  if (!(await has(context, fun))) return failed(fun, `Module.function "${fun}" is unavailable.`);
  const fault = wrongTimes(wanted.period, wanted.timeout);
  if (fault !== undefined) return failed(fun, fault);
  const operator = OPERATORS.get(word);
  if (operator === undefined && !(await has(context, word)))
    return failed(fun, `Invalid operator "${word}" supplied.`);
  if (isTruthy(wanted.init_wait)) await sleep(Number(wanted.init_wait) * MS, context.signal);
  const call = { fun, args: listOf(wanted.args), kwargs: dictOf(wanted.kwargs) };
  const isMet = async (told: Value): Promise<boolean> =>
    operator === undefined ? isTruthy(await context.call(word, [told, expected])) : operator(told, expected);
  try {
    const done = await repeat(call, { period: wanted.period, timeout: wanted.timeout, isMet }, context);
    return done.isMet
      ? answer(fun, true, `Call provided the expected results in ${done.calls} attempts`)
      : failed(fun, `Call did not produce the expected result after ${done.calls} attempts`);
  } catch (error) {
    if (!(error instanceof SaltError)) throw error;
    const kind = error instanceof CommandExecutionError ? "CommandExecutionError" : error.name;
    return failed(fun, `Exception occurred while executing ${fun}: ${kind}:${errorText(error)}`);
  }
}

/** Comparisons by the names of Python's module `operator`. */
const OPERATORS: ReadonlyMap<string, (left: Value, right: Value) => boolean> = new Map([
  ["eq", isEqual],
  ["ne", (left: Value, right: Value) => !isEqual(left, right)],
  ["is_", isEqual],
  ["is_not", (left: Value, right: Value) => !isEqual(left, right)],
  ["lt", (left: Value, right: Value) => order(left, right) < 0],
  ["le", (left: Value, right: Value) => order(left, right) <= 0],
  ["gt", (left: Value, right: Value) => order(left, right) > 0],
  ["ge", (left: Value, right: Value) => order(left, right) >= 0],
  ["contains", contains],
]);

/** Throws CommandExecutionError for values that have no order. */
function order(left: Value, right: Value): number {
  const isNumber = (value: Value): boolean => isInt(value) || isFloat(value) || typeof value === "boolean";
  if (isNumber(left) && isNumber(right)) return Number(left) - Number(right);
  if (typeof left === "string" && typeof right === "string") return left < right ? -1 : left > right ? 1 : 0;
  throw new CommandExecutionError("only two numbers, or two texts, have an order");
}

function contains(left: Value, right: Value): boolean {
  if (isList(left)) return includes(left, right);
  if (isDict(left)) return left.has(right);
  return typeof left === "string" && typeof right === "string" && left.includes(right);
}

function wrongTimes(period: Value, timeout: Value): string | undefined {
  const isTime = (value: Value): boolean => isInt(value) || isFloat(value);
  if (!isTime(period)) return "Period must be specified as a float in seconds";
  return isTime(timeout) ? undefined : "Timeout must be specified as a float in seconds";
}

interface Call {
  readonly fun: string;
  readonly args: readonly Value[];
  readonly kwargs: Dict;
}

interface Wait {
  readonly period: Value;
  readonly timeout: Value;
  readonly isMet: (told: Value) => Promise<boolean>;
}

/** Calls until it is met or the time is over; how many calls that were. */
async function repeat(
  call: Call,
  wait: Wait,
  context: ExecutionContext,
): Promise<{ readonly isMet: boolean; readonly calls: number }> {
  const end = performance.now() + Number(wait.timeout) * MS;
  let calls = 0;
  while (performance.now() < end) {
    calls += 1;
    if (await wait.isMet(await context.call(call.fun, call.args, Object.fromEntries(call.kwargs))))
      return { isMet: true, calls };
    await sleep(Number(wait.period) * MS, context.signal);
  }
  return { isMet: false, calls };
}

async function holds(condition: string, told: Value, context: ExecutionContext): Promise<boolean> {
  const source = `{% if ${condition} %}yes{% endif %}`;
  const variables = new Map<Value, Value>([["m_ret", told]]);
  return (
    (await renderTemplate(context, {
      source,
      path: "condition",
      engine: "jinja",
      saltenv: "base",
      variables,
    })) === "yes"
  );
}

function listOf(value: Value): readonly Value[] {
  return isList(value) ? value : value === null ? [] : [value];
}

function dictOf(value: Value): Dict {
  return isDict(value) ? value : new Map<Value, Value>();
}
