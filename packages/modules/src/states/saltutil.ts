/**
 * States that bring plugins from the master to the minion.
 */
import type { ExecutionContext, Plain, Rest, StateAnswer, StateFunction, Value } from "@salt/core";
import { isDict, isTrial, isTruthy, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { answer, changed, failed, faultText } from "./answer/answer.js";

const KINDS = [
  ...["beacons", "clouds", "engines", "executors", "grains", "log_handlers", "matchers", "modules"],
  ...["output", "outputters", "pillar", "proxymodules", "renderers", "returners", "sdb", "serializers"],
  ...["states", "thorium", "utils"],
];

const params = { name: needed.str("A name for the state; it means nothing.") };
const NOTHING = "No updates to sync";

export const saltutil = stateModule("saltutil", {
  doc: "States that bring plugins from the master to the minion.",
  functions: {
    sync_all: stateFn({
      doc: "Brings plugins of all kinds.",
      params,
      varkw: "kwargs",
      run: ({ name }, context, rest) =>
        sync({ name, fun: "sync_all", rest, done: "Sync performed" }, context, (told) =>
          isDict(told)
            ? Object.fromEntries(
                [...told]
                  .filter(([, value]) => isTruthy(value))
                  .map(([key, value]) => [pythonStr(key), value]),
              )
            : {},
        ),
    }),
    ...Object.fromEntries(KINDS.map((kind) => [`sync_${kind}`, syncOne(kind)])),
  },
});

function syncOne(kind: string): StateFunction {
  return stateFn({
    doc: `Brings plugins of the kind ${kind}.`,
    params,
    varkw: "kwargs",
    run: ({ name }, context, rest) =>
      sync({ name, fun: `sync_${kind}`, rest, done: `Updated ${kind}.` }, context, (told) =>
        isTruthy(told) ? { [kind]: told } : {},
      ),
  });
}

interface Sync {
  readonly name: string;
  readonly fun: string;
  readonly rest: Pick<Rest, "kwargs">;
  readonly done: string;
}

async function sync(
  { name, fun, rest, done }: Sync,
  context: ExecutionContext,
  changesOf: (told: Value) => { readonly [kind: string]: Plain },
): Promise<StateAnswer> {
  if (isTrial(context)) return answer(name, null, `saltutil.${fun} would have been run`);
  const given = [...rest.kwargs].filter(([key]) => !key.startsWith("__"));
  try {
    const changes = changesOf(await context.call(`saltutil.${fun}`, [], Object.fromEntries(given)));
    return changed(name, Object.keys(changes).length === 0 ? NOTHING : done, changes);
  } catch (error) {
    return failed(name, `Failed to run ${fun}: ${faultText(error)}`);
  }
}
