/**
 * Functions of the policy of files and ports.
 */
import type { Dict, ExecutionContext, MutableDict, Plain, Value } from "@salt/core";
import { dict, fn, get, isDict, maybe, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { plainName } from "../program/run-program.js";
import type { ContextRequest } from "./policy.js";
import { contextParts, filePolicy, fileType, portOf, portPolicy, runAll, semanageList } from "./policy.js";

const name = needed.str("The path, a regular expression.");
const parts = {
  filetype: maybe.str(null, "The kind of files: a, f, d, c, b, s, l or p."),
  sel_type: maybe.str(null, "The type."),
  sel_user: maybe.str(null, "The user."),
  sel_level: maybe.str(null, "The level."),
};
const recursive = maybe.bool(false, "And what is in it.");
const port = {
  name: needed.str("Protocol and port, e.g. `tcp/8080` or `udp/20-21`."),
  protocol: maybe.str(null, "The protocol, when it is not in the name."),
  port: maybe.any(null, "The port, when it is not in the name."),
};
const sel_type = maybe.str(null, "The type.");

/** Functions of labels. */
export const labelFunctions = {
  filetype_id_to_string: fn({
    doc: "The name of a kind of files.",
    examples: ["salt '*' selinux.filetype_id_to_string f"],
    params: { filetype: maybe.str("a", "The letter of the kind.") },
    run: (args) => fileType(args.filetype),
  }),
  fcontext_get_policy: fn({
    doc: "The policy of a path; null when there is none.",
    examples: ["salt '*' selinux.fcontext_get_policy my-policy"],
    params: { name, ...parts },
    run: (args, context): Promise<Dict | null> => filePolicy(args, context),
  }),
  fcontext_add_policy: fn({
    doc: "Adds a policy of a path, or changes it.",
    examples: ["salt '*' selinux.fcontext_add_policy my-policy"],
    params: { name, ...parts },
    run: async (args, context): Promise<Plain> => {
      const listed = await semanageList("fcontext", context);
      const isKnown = listed.some((line) => line.startsWith(`${args.name} `));
      return await changeLabel(isKnown ? "--modify" : "--add", args, context);
    },
  }),
  fcontext_delete_policy: fn({
    doc: "Removes the policy of a path.",
    examples: ["salt '*' selinux.fcontext_delete_policy my-policy"],
    params: { name, ...parts },
    run: (args, context): Promise<Plain> => changeLabel("--delete", args, context),
  }),
  fcontext_policy_is_applied: fn({
    doc: "What would be labelled anew; empty when all is as the policy says.",
    examples: ["salt '*' selinux.fcontext_policy_is_applied my-policy"],
    params: { name, recursive },
    run: async (args, context) => pythonStr(get(await restore(["-n", "-v"], args, context), "stdout") ?? ""),
  }),
  fcontext_apply_policy: fn({
    doc: "Labels files as the policy says.",
    examples: ["salt '*' selinux.fcontext_apply_policy my-policy"],
    params: { name, recursive },
    run: async (args, context): Promise<Plain> => {
      const planned = pythonStr(get(await restore(["-n", "-v"], args, context), "stdout") ?? "");
      const told = await restore(["-v", "-F"], args, context);
      const answer: MutableDict = new Map<Value, Value>(isDict(told) ? told : []);
      if (answer.get("retcode") !== 0) return answer;
      const pattern = /^(?:Would relabel (.*) from (.*) to (.*)|restorecon reset (.*) context (.*)->(.*))$/gm;
      if (!/^(Would relabel|restorecon reset)/.test(planned))
        return answer.set("retcode", 1).set("error", "Unrecognized response from restorecon command.");
      const changes: MutableDict = new Map<Value, Value>();
      for (const match of planned.matchAll(pattern)) {
        const [path = "", old = "", now = ""] = match.slice(1).filter((one) => one !== undefined);
        changes.set(path, difference(old, now));
      }
      return changes.size > 0 ? answer.set("changes", changes) : answer;
    },
  }),
  port_get_policy: fn({
    doc: "The policy of a port; null when there is none.",
    examples: ["salt '*' selinux.port_get_policy tcp/80"],
    params: { name: port.name, sel_type, protocol: port.protocol, port: port.port },
    run: (args, context): Promise<Dict | null> => portPolicy(args, context),
  }),
  port_add_policy: fn({
    doc: "Adds a policy of a port.",
    examples: ["salt '*' selinux.port_add_policy add tcp/8080 http_port_t"],
    params: {
      name: port.name,
      sel_type,
      protocol: port.protocol,
      port: port.port,
      sel_range: maybe.str(null, "The range."),
    },
    run: async (args, context): Promise<Plain> => {
      if (!args.sel_type) throw new SaltInvocationError("SELinux Type is required to add a policy");
      const [protocol, number] = portOf(args.name, args.protocol, args.port);
      const range = args.sel_range ? ["--range", plainName(args.sel_range, "sel_range")] : [];
      const type = ["--type", plainName(args.sel_type, "sel_type")];
      return await runAll(
        "semanage",
        ["port", "--add", "--proto", protocol, ...type, ...range, number],
        context,
      );
    },
  }),
  port_delete_policy: fn({
    doc: "Removes the policy of a port.",
    examples: ["salt '*' selinux.port_delete_policy tcp/8080"],
    params: port,
    run: async (args, context): Promise<Plain> => {
      const [protocol, number] = portOf(args.name, args.protocol, args.port);
      return await runAll("semanage", ["port", "--delete", "--proto", protocol, number], context);
    },
  }),
} as const;

async function changeLabel(
  action: string,
  request: ContextRequest,
  context: ExecutionContext,
): Promise<Value> {
  const { filetype, sel_type: type, sel_user: user, sel_level: level } = request;
  if (filetype !== null && filetype !== "a") fileType(filetype);
  const option = (word: string, value: string | null): readonly string[] =>
    value === null ? [] : [word, plainName(value, word)];
  const kind = option("--ftype", filetype === "a" ? null : filetype);
  const words = [
    ...kind,
    ...option("--type", type),
    ...option("--seuser", user),
    ...option("--range", level),
  ];
  return await runAll("semanage", ["fcontext", action, ...words, plainName(request.name, "name")], context);
}

async function restore(
  options: readonly string[],
  args: { readonly name: string; readonly recursive: boolean },
  context: ExecutionContext,
): Promise<Value> {
  const words = [...options, ...(args.recursive ? ["-R"] : []), plainName(args.name, "name")];
  return await runAll("restorecon", words, context);
}

/** What differs between two contexts. */
function difference(old: string, now: string): Dict {
  const [before, after] = [contextParts(old), contextParts(now)];
  const differs = (one: readonly (readonly [string, string])[], other: typeof one) =>
    Object.fromEntries(one.filter(([, value], at) => other[at]?.[1] !== value));
  return dict({ old: differs(before, after), new: differs(after, before) });
}
