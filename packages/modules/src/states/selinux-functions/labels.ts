/**
 * The policy of files and ports: that it is there, is not, and that files are labelled by it.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { get, isDict, isTrial, maybe, needed, pythonRepr, pythonStr, stateFn } from "@salt/core";
import { answer, failed, pending, unchanged } from "../answer/answer.js";

const name = needed.str("The path, a regular expression.");
const [sel_user, sel_level] = [maybe.str(null, "The user."), maybe.str(null, "The level.")];
const filetype = maybe.str("a", "The kind of files: a, f, d, c, b, s, l or p.");
const port = {
  protocol: maybe.str(null, "The protocol, when it is not in the name."),
  port: maybe.any(null, "The port, when it is not in the name."),
};

export const fcontext_policy_present = stateFn({
  doc: "Makes a path have a policy.",
  params: { name, sel_type: needed.str("The type."), filetype, sel_user, sel_level },
  run: async (args, context) => {
    const { name: path, sel_type } = args;
    const kind = pythonStr(await context.call("selinux.filetype_id_to_string", [args.filetype]));
    const now = await context.call("selinux.fcontext_get_policy", [], { ...args });
    if (isDict(now)) {
      const which = `with specified filetype "${kind}" and sel_type "${sel_type}".`;
      return unchanged(path, `SELinux policy for "${path}" already present ${which}`);
    }
    // A trial tells no changes and no comment, as in Salt.
    if (isTrial(context)) return pending(path, "");
    const told = await context.call("selinux.fcontext_add_policy", [], { ...args });
    if (get(told, "retcode") !== 0) return failed(path, `Error adding new rule: ${pythonRepr(told)}`);
    return answer(path, true, "", { old: {}, new: { [path]: { filetype: kind, sel_type } } });
  },
});

export const fcontext_policy_absent = stateFn({
  doc: "Makes a path have no policy of its own.",
  params: { name, filetype, sel_type: maybe.str(null, "The type."), sel_user, sel_level },
  run: async (args, context) => {
    const { name: path } = args;
    const now = await context.call("selinux.fcontext_get_policy", [], { ...args });
    if (!isDict(now)) {
      const which = `with specified filetype "${args.filetype}" and sel_type "${pythonStr(args.sel_type)}".`;
      return unchanged(path, `SELinux policy for "${path}" already absent ${which}`);
    }
    const changes = { old: { [path]: now }, new: {} };
    if (isTrial(context)) return pending(path, "", changes);
    const options = { ...args, sel_type: args.sel_type ?? now.get("sel_type") ?? null };
    const told = await context.call("selinux.fcontext_delete_policy", [], options);
    return get(told, "retcode") === 0
      ? answer(path, true, "", changes)
      : failed(path, `Error removing policy: ${pythonRepr(told)}`, changes);
  },
});

export const fcontext_policy_applied = stateFn({
  doc: "Makes files be labelled as the policy says.",
  params: { name, recursive: maybe.bool(false, "And what is in it.") },
  run: async ({ name: path, recursive }, context) => {
    const planned = await context.call("selinux.fcontext_policy_is_applied", [path, recursive]);
    if (planned === "") return unchanged(path, `SElinux policies are already applied for filespec "${path}"`);
    if (isTrial(context)) return pending(path, "");
    const told = await context.call("selinux.fcontext_apply_policy", [path, recursive]);
    if (get(told, "retcode") !== 0) return failed(path, pythonRepr(told));
    return answer(path, true, "", get(told, "changes") ?? {});
  },
});

export const port_policy_present = stateFn({
  doc: "Makes a port have a type.",
  params: {
    name: needed.str("Protocol and port, e.g. `tcp/8080`."),
    sel_type: needed.str("The type."),
    ...port,
    sel_range: maybe.str(null, "The range."),
  },
  run: async (args, context) => {
    const { sel_range, ...which } = args;
    const old = await context.call("selinux.port_get_policy", [], which);
    if (isDict(old)) return unchanged(args.name, portText(args, "present"));
    if (isTrial(context)) return pending(args.name, "");
    const told = await context.call("selinux.port_add_policy", [], { ...which, sel_range });
    return await portAnswer({ name: args.name, which, old, told, verb: "adding new" }, context);
  },
});

export const port_policy_absent = stateFn({
  doc: "Makes a port have no type of its own.",
  params: {
    name: needed.str("Protocol and port, e.g. `tcp/8080`."),
    sel_type: maybe.str(null, "The type."),
    ...port,
  },
  run: async (args, context) => {
    const old = await context.call("selinux.port_get_policy", [], { ...args });
    if (!isDict(old)) return unchanged(args.name, portText(args, "absent"));
    if (isTrial(context)) return pending(args.name, "");
    const { name: spec, protocol, port: number } = args;
    const told = await context.call("selinux.port_delete_policy", [], { name: spec, protocol, port: number });
    return await portAnswer({ name: spec, which: { ...args }, old, told, verb: "deleting" }, context);
  },
});

interface PortChange {
  readonly name: string;
  readonly which: { readonly [name: string]: Value };
  readonly old: Value;
  readonly told: Value;
  readonly verb: string;
}

async function portAnswer(
  { name: spec, which, old, told, verb }: PortChange,
  context: ExecutionContext,
): Promise<StateAnswer> {
  if (get(told, "retcode") !== 0) return failed(spec, `Error ${verb} policy: ${pythonRepr(told)}`);
  const now = await context.call("selinux.port_get_policy", [], which);
  return answer(spec, true, "", { old, new: now });
}

function portText(
  args: {
    readonly name: string;
    readonly sel_type: string | null;
    readonly protocol: string | null;
    readonly port: Value;
  },
  how: string,
): string {
  const shown = [args.sel_type, args.protocol, args.port].map((one) => pythonStr(one));
  const which = `sel_type "${shown[0]}", protocol "${shown[1]}" and port "${shown[2]}".`;
  return `SELinux policy for "${args.name}" already ${how} with specified ${which}`;
}
