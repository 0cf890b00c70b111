/**
 * Starting a container, and telling what became of it.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { errorText, get, getDict, isDict, isTrial, isTruthy, pythonStr } from "@salt/core";
import { comparedKeys } from "../../execution/docker-functions/compare-connections.js";
import { networksOf } from "../../execution/docker-functions/compare-networks.js";
import { sentences } from "./container-arguments.js";
import type { RunningWork } from "./running.js";
import { containerChanges, finished } from "./running.js";
import type { Step } from "./setup.js";

/** Starts the container when it is to run, and makes the answer. */
export async function finishRunning(
  work: RunningWork,
  step: Step,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, start, comments, changes, stateBefore } = work;
  const exists = work.currentImageId !== null;
  const isNew = !step.removesTemp && (!exists || start);
  let state: Value;
  if (isNew || (start && step.removesTemp && stateBefore !== "running")) {
    if (isTrial(context)) {
      comments.push("Container would be started");
      return finished(name, null, sentences(comments), work);
    }
    try {
      state = get(getDict(await context.call("docker.start", [name]), "state"), "new") ?? null;
    } catch (error) {
      comments.push(`Failed to start container '${name}': '${errorText(error)}'`);
      return finished(name, false, sentences(comments), work);
    }
  } else state = await context.call("docker.state", [name]);
  if (!isTrial(context) && state === "running") await addGivenAddresses(work, context);
  if (stateBefore !== state) {
    changes.set("state", { old: stateBefore, new: state });
    if (stateBefore !== null)
      comments.push(`State changed from '${pythonStr(stateBefore)}' to '${pythonStr(state)}'`);
  }
  if (exists && work.currentImageId !== work.imageId) {
    comments.push("Container has a new image");
    changes.set("image", { old: work.currentImageId, new: work.imageId });
  }
  const isDown = state !== "running" && start;
  if (isDown) comments.push("Container is not running");
  return finished(name, isDown ? false : step.result, sentences(comments), work);
}

/** Addresses that the engine has chosen are known once the container runs. */
async function addGivenAddresses(work: RunningWork, context: ExecutionContext): Promise<void> {
  if (!work.changes.has("container")) return;
  const changes = getDict(containerChanges(work.changes), "Networks");
  if (changes === undefined) return;
  const info = await context.call("docker.inspect_container", [work.name]);
  const networks = isDict(info) ? networksOf(info) : new Map<Value, Value>();
  const { automatic } = await comparedKeys(context);
  const shown = new Map<Value, Value>();
  for (const [network, connection] of changes) {
    const isAutomatic = get(getDict(connection, "IPConfiguration"), "new") === "automatic";
    const facts = new Map(isDict(connection) ? connection : []);
    for (const key of isAutomatic ? automatic : []) {
      const value = getDict(networks, pythonStr(network))?.get(key) ?? null;
      if (!isTruthy(value)) continue;
      facts.delete("IPConfiguration");
      facts.set(
        key,
        new Map<Value, Value>([
          ["old", null],
          ["new", value],
        ]),
      );
    }
    shown.set(network, facts);
  }
  containerChanges(work.changes).set("Networks", shown);
}
