/**
 * Bringing the connections of a container up to date without replacing it.
 */
import type { ExecutionContext, MutableDict, Value } from "@salt/core";
import { CommandExecutionError, errorText, get, isDict, isList, isTrial, pythonStr } from "@salt/core";
import type { RunningWork } from "./running.js";
import { containerChanges } from "./running.js";
import type { Step } from "./setup.js";

/** Connects and disconnects what differs. False when something failed. */
export async function changeConnections(
  work: RunningWork,
  differences: MutableDict,
  step: Step,
  context: ExecutionContext,
): Promise<boolean> {
  containerChanges(work.changes).set("Networks", differences);
  if (isTrial(context)) {
    step.result = null;
    work.comments.push("Network configuration would be updated");
    return true;
  }
  // A container that is new, or that replaced another, is connected already.
  if (!step.removesTemp) return true;
  let isFine = true;
  for (const network of [...differences.keys()].map((key) => pythonStr(key)).sort()) {
    const { errors, isDisconnected, isConnected } = await reconnect(work, network, context);
    if (errors.length > 0) {
      isFine = false;
      work.comments.push(...errors);
      if (isDisconnected && !isConnected)
        differences.set(network, onlyRemoved(differences.get(network) ?? null));
    }
    if (isDisconnected && isConnected)
      work.comments.push(`Reconnected to network '${network}' with updated configuration`);
    else if (isDisconnected) work.comments.push(`Disconnected from network '${network}'`);
    else if (isConnected) work.comments.push(`Connected to network '${network}'`);
  }
  return isFine;
}

interface Reconnection {
  readonly errors: readonly string[];
  readonly isDisconnected: boolean;
  readonly isConnected: boolean;
}

async function reconnect(
  work: RunningWork,
  network: string,
  context: ExecutionContext,
): Promise<Reconnection> {
  const errors: string[] = [];
  const attempt = async (change: () => Promise<boolean>): Promise<boolean> => {
    try {
      return await change();
    } catch (error) {
      if (!(error instanceof CommandExecutionError)) throw error;
      errors.push(errorText(error));
      return false;
    }
  };
  const isDisconnected = await attempt(async () => {
    const connected = await context.call("docker.connected", [network]);
    if (!isList(connected) || !connected.includes(work.name)) return false;
    await context.call("docker.disconnect_container_from_network", [work.name, network]);
    return true;
  });
  const settings = work.networks.get(network);
  if (settings === undefined) return { errors, isDisconnected, isConnected: false };
  const isConnected = await attempt(async () => {
    const kwargs = isDict(settings) ? Object.fromEntries(settings) : {};
    await context.call("docker.connect_container_to_network", [work.name, network], kwargs);
    return true;
  });
  return { errors, isDisconnected, isConnected };
}

/** What a connection was, when it could not be made again. */
function onlyRemoved(changes: Value): Value {
  const entries = isDict(changes) ? [...changes] : [];
  const kept = entries.filter(([, change]) => (get(change, "old") ?? null) !== null);
  return new Map(
    kept.map(([key, change]) => [
      key,
      new Map<Value, Value>([
        ["old", get(change, "old") ?? null],
        ["new", null],
      ]),
    ]),
  );
}
