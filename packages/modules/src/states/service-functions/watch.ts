/**
 * What `service` does when something that it watches has changed.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { CommandExecutionError, isTrial, isTruthy, pythonStr, sleep } from "@salt/core";
import { answer, failed, has, pending, unchanged } from "../answer/answer.js";
import { systemdOptions } from "./systemd-options.js";

/** The arguments of `service.mod_watch`. */
export interface WatchRequest {
  readonly name: Value;
  readonly sfun: Value;
  readonly sig: Value;
  readonly reload: Value;
  readonly full_restart: Value;
  readonly init_delay: Value;
  readonly force: Value;
  readonly kwargs: ReadonlyMap<string, Value>;
}

interface Action {
  readonly fun: string;
  /** What is done, for the comment. */
  readonly verb: string;
}

/** Restarts, reloads, starts or stops the service of a chunk. */
export async function watchService(request: WatchRequest, context: ExecutionContext): Promise<StateAnswer> {
  const { name, sfun, sig, kwargs } = request;
  const status = await systemdOptions("service.status", kwargs, context);
  let { warnings } = status;
  const warned = (told: StateAnswer): StateAnswer =>
    warnings.length === 0 ? told : { ...told, warnings: [...new Set(warnings)] };
  if (sfun !== "dead" && sfun !== "running")
    return warned(failed(name, `Unable to trigger watch for service.${pythonStr(sfun)}`));
  const isRunning = isTruthy(await context.call("service.status", [name, sig], status.options));
  if (sfun === "dead" && !isRunning) return warned(unchanged(name, "Service is already stopped"));
  const { fun, verb } = sfun === "dead" ? STOP : isRunning ? await restartOf(request, context) : START;
  const done = verb === "stop" ? "stopped" : `${verb}ed`;
  if (isTrial(context)) return warned(pending(name, `Service is set to be ${done}`));
  if (fun === START.fun && (await has(context, STOP.fun))) await context.call(STOP.fun, [name]);
  const own = await systemdOptions(fun, kwargs, context);
  warnings = [...warnings, ...own.warnings];
  let result: Value;
  try {
    result = await context.call(fun, [name], own.options);
  } catch (error) {
    if (error instanceof CommandExecutionError) return warned(failed(name, error.message));
    throw error;
  }
  if (isTruthy(request.init_delay)) await sleep(Number(request.init_delay) * 1000, context.signal);
  const isDone = isTruthy(result);
  const comment = isDone ? `Service ${done}` : `Failed to ${verb} the service`;
  return warned(answer(name, isDone, comment, new Map([[name, result]])));
}

const STOP: Action = { fun: "service.stop", verb: "stop" };
const START: Action = { fun: "service.start", verb: "start" };

async function restartOf(request: WatchRequest, context: ExecutionContext): Promise<Action> {
  if (isTruthy(request.reload) && (await has(context, "service.reload"))) {
    return isTruthy(request.force) && (await has(context, "service.force_reload"))
      ? { fun: "service.force_reload", verb: "forcefully reload" }
      : { fun: "service.reload", verb: "reload" };
  }
  return isTruthy(request.full_restart) && (await has(context, "service.full_restart"))
    ? { fun: "service.full_restart", verb: "fully restart" }
    : { fun: "service.restart", verb: "restart" };
}
