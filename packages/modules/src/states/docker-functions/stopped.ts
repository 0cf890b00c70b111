/**
 * Containers that do not run, or are not there.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  get,
  isList,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  stateFn,
} from "@salt/core";
import { answer, changed, failed, pending, unchanged } from "../answer/answer.js";
import { orUndefined } from "./container-arguments.js";

export const stopped = stateFn({
  doc: "Makes containers not run.",
  params: {
    name: maybe.any(null, "The container, unless `containers` names some."),
    containers: maybe.any(null, "A list of containers."),
    shutdown_timeout: maybe.any(null, "Seconds that they have to end by themselves."),
    unpause: maybe.bool(false, "Stop paused ones, too."),
    error_on_absent: maybe.bool(true, "It is a failure when one is not there."),
  },
  varkw: "kwargs",
  run: async ({ name, containers, shutdown_timeout, unpause, error_on_absent }, context) => {
    if (!isTruthy(name) && !isTruthy(containers))
      return failed(name, "One of 'name' and 'containers' must be provided");
    if (containers !== null && !isList(containers)) return failed(name, "containers must be a list");
    const targets = (isList(containers) ? containers : [name]).map((one) => pythonStr(one));
    const byState = await statesOf(targets, context);
    const [absent, paused] = [byState.get("absent") ?? [], byState.get("paused") ?? []];
    const faults = [
      ...(error_on_absent && absent.length > 0
        ? [`The following container(s) are absent: ${absent.join(", ")}`]
        : []),
      ...(!unpause && paused.length > 0
        ? [`The following container(s) are paused: ${paused.join(", ")}`]
        : []),
    ];
    if (faults.length > 0) return failed(name, faults.join(". "));
    const wanted = [...(byState.get("running") ?? []), ...paused];
    if (wanted.length === 0) return unchanged(name, nothingToDo(targets, absent));
    const shown = wanted.join(", ");
    if (isTrial(context)) return pending(name, `The following container(s) will be stopped: ${shown}`);
    const { changes, errors } = await stopAll(wanted, { unpause, shutdown_timeout }, context);
    return errors.length > 0
      ? failed(name, errors.join("; "), changes)
      : changed(name, `The following container(s) were stopped: ${shown}`, changes);
  },
});

function nothingToDo(targets: readonly string[], absent: readonly string[]): string {
  const which =
    targets.length === 1 ? `Container '${targets[0] ?? ""}' is ` : "All specified containers are ";
  return `${which}${absent.length > 0 ? "absent or " : ""}not running`;
}

async function statesOf(
  targets: readonly string[],
  context: ExecutionContext,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (const target of targets) {
    const state = pythonStr((await orUndefined(context.call("docker.state", [target]))) ?? "absent");
    found.set(state, [...(found.get(state) ?? []), target]);
  }
  return found;
}

async function stopAll(
  targets: readonly string[],
  { unpause, shutdown_timeout }: { readonly unpause: boolean; readonly shutdown_timeout: Value },
  context: ExecutionContext,
): Promise<{ readonly changes: { readonly [name: string]: Plain }; readonly errors: readonly string[] }> {
  const changes: Record<string, Plain> = {};
  const errors: string[] = [];
  const timeout = isTruthy(shutdown_timeout) ? { timeout: shutdown_timeout } : {};
  for (const target of targets) {
    const told = await context.call("docker.stop", [target], { unpause, ...timeout });
    if (get(told, "result") === true) changes[target] = told;
    else errors.push(pythonStr(get(told, "comment") ?? `Failed to stop container '${target}'`));
  }
  return { changes, errors };
}

export const absent = stateFn({
  doc: "Makes a container not be there.",
  params: {
    name: needed.str("The container."),
    force: maybe.bool(false, "Remove it even when it runs."),
  },
  run: async ({ name, force }, context) => {
    if (!(await isThere(name, context))) return unchanged(name, `Container '${name}' does not exist`);
    const state = await context.call("docker.state", [name]);
    if (state !== "stopped" && !force)
      return failed(name, "Container is running, set force to True to forcibly remove it");
    if (isTrial(context)) return pending(name, `Container '${name}' will be removed`);
    try {
      const removed = await context.call("docker.rm", [name], { force });
      if (await isThere(name, context))
        return failed(name, `Failed to remove container '${name}'`, { removed });
      const how = force && state !== "stopped" ? "Forcibly" : "Successfully";
      return answer(name, true, `${how} removed container '${name}'`, { removed });
    } catch (error) {
      if (!(error instanceof CommandExecutionError)) throw error;
      return failed(name, `Failed to remove container '${name}': ${errorText(error)}`);
    }
  },
});

async function isThere(name: string, context: ExecutionContext): Promise<boolean> {
  const names = await context.call("docker.list_containers", [], { all: true });
  return isList(names) && names.includes(name);
}
