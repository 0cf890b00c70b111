/**
 * Configuring beacons from states, by the functions of `beacons`.
 */
import type { Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import { dict, isDict, isEqual, isTrial, isTruthy, pythonStr } from "@salt/core";
import { answer } from "../answer/answer.js";

type Keywords = ReadonlyMap<string, Value>;

/** As `beacon.present` does; the states `file`, `pkg` and `service` configure beacons with it. */
export async function present(
  name: string,
  isSaved: boolean,
  context: ExecutionContext,
  kwargs: Keywords,
): Promise<StateAnswer> {
  const config = [...kwargs].map(([key, value]) => new Map([[key, value]]));
  const current = (await configured(context, kwargs)).get(name);
  const told =
    current === undefined
      ? await call({ name, fun: "beacons.add", done: `Adding ${name} to beacons` }, context, kwargs, config)
      : isEqual(config, current)
        ? answer(name, true, `Job ${name} in correct state`)
        : await call(
            { name, fun: "beacons.modify", done: `Modifying ${name} in beacons` },
            context,
            kwargs,
            config,
          );
  return told.result === false || !isSaved ? told : await saved(told, context);
}

/** A call of a function of `beacons`, and what is said when it is done. */
interface Change {
  readonly name: string;
  readonly fun: string;
  readonly done: string;
}

/** Does something to a beacon that is there. */
export async function change(
  what: Change & { readonly missing: string },
  context: ExecutionContext,
  kwargs: Keywords,
): Promise<StateAnswer> {
  const isThere = (await configured(context, kwargs)).has(what.name);
  return isThere ? await call(what, context, kwargs) : answer(what.name, true, what.missing);
}

async function call(
  { name, fun, done }: Change,
  context: ExecutionContext,
  kwargs: Keywords,
  config?: readonly Dict[],
): Promise<StateAnswer> {
  const trial = isTrial(context) ? { test: true } : {};
  const args = config === undefined ? [name] : [name, config];
  const result = await context.call(fun, args, { ...Object.fromEntries(kwargs), ...trial });
  const fields = isDict(result) ? result : dict({});
  const comment = pythonStr(fields.get("comment") ?? "");
  if (isTrial(context)) return answer(name, true, comment, fields.get("changes") ?? {});
  if (!isTruthy(fields.get("result") ?? null)) return answer(name, false, comment);
  const changes = fields.get("changes");
  // A change that turned out to be none says so itself.
  return fun === "beacons.modify" && changes === undefined
    ? answer(name, true, comment)
    : answer(name, true, done, changes ?? {});
}

/** As `told`, after the beacons were kept over a restart. */
export async function saved(told: StateAnswer, context: ExecutionContext): Promise<StateAnswer> {
  const { name, comment } = told;
  const line = `Beacon ${name} ${isTrial(context) ? "would be saved" : "saved"}`;
  if (!isTrial(context)) await context.call("beacons.save");
  return { ...told, comment: `${comment}\n${line}` };
}

async function configured(context: ExecutionContext, kwargs: Keywords): Promise<Dict> {
  const listed = await context.call("beacons.list", [], {
    ...Object.fromEntries(kwargs),
    return_yaml: false,
  });
  return isDict(listed) ? listed : dict({});
}

/** The arguments without those of the state run. */
export function given(kwargs: Keywords): Keywords {
  return new Map(
    [...kwargs].filter(([name]) => !name.startsWith("__") && name !== "order" && name !== "fun"),
  );
}
