/**
 * Events: telling the master, or programs on this machine, that something happened.
 */
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import {
  executionModule,
  fn,
  isDict,
  isList,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";

const tag = needed.str("The tag, e.g. `myco/build/done`.");
const WITH = "True for all of it, or a list of names.";

export const event = executionModule("event", {
  doc: "Events: telling the master, or programs on this machine, that something happened.",
  functions: {
    fire: fn({
      doc: "Fires an event on this machine's own bus. Answers whether somebody took it.",
      examples: ["salt '*' event.fire '{what: built}' myco/build/done"],
      params: { data: needed.any("What happened, as a map."), tag },
      control: true,
      run: (args, context) => context.control.fireLocal(args.tag, mapOf(args.data)),
    }),
    fire_master: fn({
      doc: "Fires an event on the master's bus. Answers whether it got there; in local mode it is not sent.",
      examples: ["salt '*' event.fire_master '{what: built}' myco/build/done"],
      params: {
        data: needed.any("What happened, as a map."),
        tag,
        preload: maybe.any(null, "Further fields of the request, as a map."),
      },
      control: true,
      run: (args, context) => fireMaster(args.tag, mapOf(args.data), args.preload, context),
    }),
    send: fn({
      doc:
        "Fires an event on the master's bus, or on this machine's own in local mode. Keyword arguments are part of " +
        "what is told, and so are environment, grains and pillar where asked for.",
      examples: [
        "salt-call event.send myco/build/done '{what: built}'",
        "salt-call event.send myco/build/done host=web1 with_grains='[os, id]'",
      ],
      params: {
        tag,
        data: maybe.any(null, "What happened, as a map."),
        preload: maybe.any(null, "Further fields of the request, as a map."),
        with_env: maybe.any(false, `The environment of the process. ${WITH}`),
        with_grains: maybe.any(false, `Grains. ${WITH}`),
        with_pillar: maybe.any(false, `Pillar. ${WITH}`),
        with_env_opts: maybe.bool(false, "The options `saltenv` and `pillarenv`."),
      },
      varkw: "kwargs",
      control: true,
      run: (args, context, { kwargs }) => {
        const told: MutableDict = new Map<Value, Value>();
        const environment = new Map(Object.entries(process.env).map(([name, value]) => [name, value ?? ""]));
        addPart(told, "environ", environment, args.with_env);
        addPart(told, "grains", context.grains, args.with_grains);
        addPart(told, "pillar", context.pillar, args.with_pillar);
        if (args.with_env_opts) {
          told.set("saltenv", context.opts.get("saltenv") ?? "base");
          told.set("pillarenv", context.opts.get("pillarenv") ?? null);
        }
        for (const [key, value] of kwargs) told.set(key, value);
        if (isDict(args.data)) for (const [key, value] of args.data) told.set(key, value);
        if (isLocal(context)) return context.control.fireLocal(args.tag, told);
        return fireMaster(args.tag, told, args.preload, context);
      },
    }),
  },
});

async function fireMaster(
  tagText: string,
  data: Dict,
  preload: Value,
  context: ExecutionContext,
): Promise<boolean> {
  if (isWithoutMaster(context)) {
    context.log.warn({ tag: tagText }, "In local mode events are not sent to a master");
    return false;
  }
  return await context.control.fireMaster(tagText, data, isDict(preload) ? preload : undefined);
}

function isWithoutMaster({ opts }: ExecutionContext): boolean {
  const local = isTruthy(opts.get("local")) || opts.get("file_client") === "local";
  return local && !isTruthy(opts.get("use_master_when_local"));
}

function isLocal(context: ExecutionContext): boolean {
  const { opts } = context;
  const disabled = opts.get("master_type") === "disable" && !isTruthy(opts.get("use_master_when_local"));
  return disabled || isWithoutMaster(context);
}

/** Adds a map, or the wanted entries of it. */
function addPart(told: MutableDict, name: string, part: Dict, wanted: Value): void {
  if (!isTruthy(wanted)) return;
  told.set(name, isList(wanted) ? new Map([...part].filter(([key]) => wanted.includes(key))) : part);
}

function mapOf(data: Value): Dict {
  if (isDict(data)) return data;
  throw new SaltInvocationError(`data: a map is needed here, not ${pythonStr(data)}`);
}
