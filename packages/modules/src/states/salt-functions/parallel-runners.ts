/**
 * `salt.parallel_runners`: several runners at the same time, as one state of an orchestration.
 */
import type { Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  errorText,
  get,
  getString,
  isDict,
  isList,
  isTrial,
  isTruthy,
  pythonStr,
  SaltError,
} from "@salt/core";
import { nestedText } from "../../outputters/text/nested-text.js";
import { answer, failed, pending } from "../answer/answer.js";
import { idList } from "./minion-returns.js";
import { partOf } from "./run-runner.js";

/** Runs the runners and waits for all of them. */
export async function parallelRunners(
  name: string,
  given: Value,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const runners = typeof given === "string" ? new Map<Value, Value>([[given, null]]) : given;
  if (!isDict(runners)) return failed(name, "The runners parameter must be a string or dict.");
  // Salt runs them in a trial too.
  if (isTrial(context)) return pending(name, `Runners ${idList(runners.keys())} would be executed.`);
  const calls = [...runners].map(([id, config]) => [id, configOf(config)] as const);
  const settled = await Promise.allSettled(calls.map(([id, config]) => call(id, config, context)));
  context.signal.throwIfAborted();
  const fault = settled.find((one) => one.status === "rejected");
  if (fault !== undefined) {
    if (!(fault.reason instanceof SaltError)) throw fault.reason;
    const comment = `One of the runners raised an exception: ${errorText(fault.reason)}`;
    return { ...failed(name, comment), success: false };
  }
  const outputs = new Map<Value, Value>();
  for (const [at, one] of settled.entries()) {
    if (one.status === "fulfilled") outputs.set(calls[at]?.[0] ?? null, one.value);
  }
  return [...outputs.values()].every(isRunOfStates) ? ofRuns(name, outputs) : ofOthers(name, outputs);
}

/** A list of maps, as states are written, becomes one map. */
function configOf(config: Value): Dict {
  if (isDict(config)) return config;
  return new Map((isList(config) ? config : []).filter(isDict).flatMap((part) => [...part]));
}

async function call(id: Value, config: Dict, context: ExecutionContext): Promise<Value> {
  const kwarg = config.get("kwarg");
  const named = isDict(kwarg) ? Object.fromEntries([...kwarg].map(([k, v]) => [pythonStr(k), v])) : {};
  const keywords = { ...named, ...partOf(context), full_return: true };
  return get(await context.call("saltutil.runner", [config.get("name") ?? id], keywords), "return") ?? null;
}

function isRunOfStates(output: Value): boolean {
  return isDict(output) && output.get("outputter") === "highstate" && output.has("data");
}

/** Orchestrations: their changes stand under the name of each. */
function ofRuns(name: string, outputs: Dict): StateAnswer {
  const failures = [...outputs].filter(([, output]) => isTruthy(retcodeOf(output)));
  const changes = [...outputs].flatMap(([id, output]) => {
    const found = changesIn(get(output, "data") ?? null);
    return found === undefined ? [] : [[id, found] as const];
  });
  const comment = failures.map(([id, output]) => failureText(id, output)).join("\n");
  const isGood = failures.length === 0;
  const text = isGood ? "All runner functions executed successfully." : comment;
  return answer(name, isGood, text, new Map(changes));
}

/** Salt looks for it within the data only, and so takes a failed orchestration for a good one. */
function retcodeOf(output: Value): Value {
  return get(get(output, "data"), "retcode") ?? get(output, "retcode") ?? 0;
}

function failureText(id: Value, output: Value): string {
  const plain = { color: false, stripColors: true, indent: 2, retcode: 0, opts: new Map<Value, Value>() };
  const shown = nestedText(output, { ...plain, stateOutput: "full", stateVerbose: true }, 2);
  return `Runner ${pythonStr(id)} failed with return value:\n${shown}`;
}

/** What the states in the data of a run changed, at any depth. */
function changesIn(value: Value): Value | undefined {
  if (!isDict(value)) return undefined;
  const own = value.get("changes");
  if (own !== undefined) {
    const found = getString(own, "out") === "highstate" && isDict(own) ? (own.get("ret") ?? own) : own;
    return isTruthy(found) ? found : undefined;
  }
  const parts = [...value].flatMap(([key, inner]) => {
    const found = changesIn(inner);
    return found === undefined ? [] : [[key, found] as const];
  });
  return parts.length === 0 ? undefined : new Map<Value, Value>(parts);
}

function ofOthers(name: string, outputs: Dict): StateAnswer {
  const failures = [...outputs].filter(([, output]) => isTruthy(get(output, "exit_code") ?? 0));
  const ids = failures.map(([id]) => pythonStr(id));
  const [only = ""] = ids;
  const text = ids.length === 1 ? `Runner ${only} failed.` : `Runners ${ids.join(", ")} failed.`;
  const isGood = ids.length === 0;
  return answer(name, isGood, isGood ? "All runner functions executed successfully." : text, {
    ret: outputs,
  });
}
