/**
 * `module.run` in its older form: the function is the name of the chunk, its arguments are those of the state.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { callDirectly, errorText, isDict, isList, isTrial, isTruthy, pythonStr } from "@salt/core";
import { answer, failed } from "../answer/answer.js";
import { isSuccess } from "./judge.js";

/** Parameters of functions that are also words of every state; the state's argument begins with `m_`. */
const RENAMED = ["name", "fun", "names", "state", "saltenv"];

/** Calls one function. */
export async function runNamed(
  name: string,
  kwargs: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<StateAnswer> {
  if (!(await context.functions.has(name))) return failed(name, `Module function ${name} is not available`);
  if (isTrial(context)) return answer(name, null, `Module function ${name} is set to execute`);
  const fn = await context.functions.find(name);
  const left = new Map(kwargs);
  const missing: string[] = [];
  const args: Value[] = [];
  for (const [param, { fallback }] of Object.entries(fn.params)) {
    const key = argumentName(param);
    const own = left.has(key) ? key : param;
    const value = left.get(own) ?? fallback;
    if (left.has(own)) left.delete(own);
    if (value === undefined) missing.push(argumentName(param));
    else args.push(value);
  }
  if (missing.length > 0) return failed(name, `The following arguments are missing: ${missing.join(" ")}`);
  const more = fn.varargs === undefined ? undefined : take(left, argumentName(fn.varargs));
  if (more !== undefined && !isList(more)) return failed(name, `'${fn.varargs}' must be a list.`);
  const named = fn.varkw === undefined ? undefined : take(left, fn.varkw);
  if (named !== undefined && !isDict(named)) return failed(name, `'${fn.varkw}' must be a dict.`);
  const options = new Map([...(named ?? [])].map(([key, value]) => [pythonStr(key), value]));
  let told: Value;
  try {
    told = await callDirectly(name, fn, [...args, ...(more ?? [])], options, context);
  } catch (error) {
    return failed(name, `Module function ${name} threw an exception. Exception: ${errorText(error)}`);
  }
  const returner = left.get("returner");
  if (isTruthy(returner)) await handOver(pythonStr(returner ?? null), name, told, context);
  return answer(name, isSuccess(told), `Module function ${name} executed`, new Map([["ret", told]]));
}

/** What a parameter is called among the arguments of the state. */
function argumentName(param: string): string {
  return RENAMED.includes(param) ? `m_${param}` : param;
}

function take(left: Map<string, Value>, key: string): Value | undefined {
  const value = left.get(key);
  left.delete(key);
  return value;
}

/** Gives what the function returned to a returner, when there is one of that name. */
async function handOver(returner: string, fun: string, ret: Value, context: ExecutionContext): Promise<void> {
  const returners = context.ofKind("returner");
  const name = `${returner}.returner`;
  if (!(await returners.has(name))) return;
  const load = new Map<Value, Value>([
    ["id", context.id],
    ["ret", ret],
    ["fun", fun],
    ["jid", context.job?.jid ?? ""],
  ]);
  await callDirectly(name, await returners.find(name), [load], new Map(), context);
}
