/**
 * `service.masked` and `service.unmasked`.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { dict, isTrial, isTruthy, pythonStr } from "@salt/core";
import { answer, changed, failed, has, orFailed, pending, unchanged } from "../answer/answer.js";

/** A service, and whether it shall be impossible to start it. */
export interface MaskRequest {
  readonly name: Value;
  readonly runtime: boolean;
  readonly isMasked: boolean;
}

/** Masks or unmasks a service. */
export async function maskState(request: MaskRequest, context: ExecutionContext): Promise<StateAnswer> {
  const { name, runtime, isMasked: wanted } = request;
  if (!(await has(context, "service.masked")))
    return failed(name, "Service masking not available on this minion");
  const shown = pythonStr(name);
  const kind = runtime ? "runtime masked" : "masked";
  const done = wanted ? kind : runtime ? "runtime unmasked" : "unmasked";
  const isMasked = async (): Promise<boolean> =>
    isTruthy(await context.call("service.masked", [name, runtime]));
  return await orFailed(name, async () => {
    if ((await isMasked()) === wanted)
      return unchanged(name, `Service ${shown} ${wanted ? "is already" : "was already"} ${done}`);
    const changes = dict({ [kind]: { old: !wanted, new: wanted } });
    if (isTrial(context)) return pending(name, `Service ${shown} would be ${done}`, changes);
    const word = wanted ? "mask" : "unmask";
    await context.call(`service.${word}`, [name, runtime]);
    if ((await isMasked()) === wanted) return changed(name, `Service ${shown} was ${done}`, changes);
    return answer(name, true, `Failed to ${word} service ${shown}`);
  });
}
