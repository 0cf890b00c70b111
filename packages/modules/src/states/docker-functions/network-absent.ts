/**
 * A network that is not there.
 */
import type { Dict, ExecutionContext, Plain, StateAnswer } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  getDict,
  getString,
  isDict,
  isTrial,
  needed,
  pythonStr,
  stateFn,
} from "@salt/core";
import { EngineRefusal } from "../../execution/docker-functions/engine/engine-call.js";
import { answer, failed, pending, unchanged } from "../answer/answer.js";
import { orUndefined } from "./container-arguments.js";

export const absent = stateFn({
  doc: "Makes a network not be there; containers are disconnected from it.",
  params: { name: needed.str("The network.") },
  run: async ({ name }, context) => {
    const network = await findNetwork(name, context);
    if (typeof network === "string") return failed(name, network);
    if (network === undefined) return unchanged(name, `Network '${name}' already absent`);
    if (isTrial(context)) return pending(name, `Network '${name}' will be removed`);
    return await removeNetwork(network, context);
  },
});

/** What is told of a network; undefined when there is none, a text when that cannot be known. */
export async function findNetwork(
  name: string,
  context: ExecutionContext,
): Promise<Dict | string | undefined> {
  try {
    const told = await context.call("docker.inspect_network", [name]);
    return isDict(told) ? told : undefined;
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return error instanceof EngineRefusal && error.status === 404 ? undefined : errorText(error);
  }
}

/** Disconnects all containers from a network, and removes it. */
export async function removeNetwork(network: Dict, context: ExecutionContext): Promise<StateAnswer> {
  const name = getString(network, "Name") ?? "";
  const disconnected: string[] = [];
  const errors: string[] = [];
  for (const id of getDict(network, "Containers")?.keys() ?? []) {
    const info = await orUndefined(context.call("docker.inspect_container", [id]));
    const shown = (getString(info, "Name") ?? pythonStr(id)).replace(/^\/+/, "");
    try {
      await context.call("docker.disconnect_container_from_network", [id, name]);
      disconnected.push(shown);
    } catch (error) {
      if (!(error instanceof CommandExecutionError)) throw error;
      errors.push(`Failed to disconnect container '${shown}' : ${errorText(error)}`);
    }
  }
  const changes: { readonly [key: string]: Plain } = disconnected.length > 0 ? { disconnected } : {};
  if (errors.length > 0) return failed(name, errors.join("\n"), changes);
  try {
    await context.call("docker.remove_network", [name]);
    return answer(name, true, `Removed network '${name}'`, { ...changes, removed: true });
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return failed(name, `Failed to remove network: ${errorText(error)}`, changes);
  }
}
