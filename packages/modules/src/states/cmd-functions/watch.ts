/**
 * What `cmd` does when something that it watches has changed.
 */
import type { Dict, ExecutionContext, Rest, StateAnswer, StateFunction, Value } from "@salt/core";
import { isTruthy, pythonStr } from "@salt/core";
import { failed } from "../answer/answer.js";
import { callState } from "../answer/call-state.js";

const RUNS = ["wait", "run", "watch"];
const SCRIPTS = ["wait_script", "script"];
const CALLS = ["wait_call", "call"];

/** Runs the command or script of a chunk with the functions given. */
export async function watchCommand(
  name: Value,
  context: ExecutionContext,
  { kwargs }: Rest,
  functions: { readonly run: StateFunction; readonly script: StateFunction },
): Promise<StateAnswer | Dict> {
  const sfun = pythonStr(kwargs.get("sfun") ?? null);
  const given = new Map<string, Value>([["name", name], ...kwargs]);
  if (isTruthy(kwargs.get("stateful"))) given.set("stateful", true);
  if (RUNS.includes(sfun)) return await callState("cmd.run", functions.run, given, context);
  if (SCRIPTS.includes(sfun)) return await callState("cmd.script", functions.script, given, context);
  if (CALLS.includes(sfun)) return failed(name, `cmd.${sfun} needs a named parameter func`);
  return failed(
    name,
    `cmd.${sfun} does not work with the watch requisite, please use cmd.wait or cmd.wait_script`,
  );
}
