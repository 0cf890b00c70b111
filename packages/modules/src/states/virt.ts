/**
 * States of virtual machines of libvirt.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  get,
  isList,
  isTrial,
  matchGlob,
  maybe,
  needed,
  pythonStr,
  stateFn,
  stateModule,
} from "@salt/core";
import { answer } from "./answer/answer.js";

const params = {
  name: needed.str("The virtual machine, or a glob."),
  connection: maybe.any(null, "The address of libvirt; `virt:connection:uri` when not given."),
  username: maybe.any(null, "Refused: virsh takes it from auth.conf."),
  password: maybe.any(null, "Refused: virsh takes it from auth.conf."),
};

/** What is done to machines, and how it is told. */
interface Deed {
  readonly fun: string;
  readonly section: string;
  readonly comment: string;
  /** The state in which nothing is to do. */
  readonly until?: string;
}

function deed(doc: string, what: Deed) {
  return stateFn({
    doc,
    params,
    run: async ({ name, ...place }, context) => await forEach(name, what, place, context),
  });
}

const OFF = { fun: "stop", section: "unpowered", comment: "Machine has been powered off" } as const;

export const virt = stateModule("virt", {
  doc: "States of virtual machines of libvirt.",
  available: async (context) =>
    (await context.functions.has("virt.node_info")) ? true : "virt module could not be loaded",
  functions: {
    stopped: deed("Makes virtual machines end, by asking them to.", {
      fun: "shutdown",
      section: "stopped",
      comment: "Machine has been shut down",
      until: "shutdown",
    }),
    powered_off: deed("Makes virtual machines be without power.", { ...OFF, until: "shutdown" }),
    unpowered: deed("Cuts the power of virtual machines, whether they run or not.", OFF),
    rebooted: deed("Makes virtual machines start again.", {
      fun: "reboot",
      section: "rebooted",
      comment: "Machine has been rebooted",
    }),
  },
});

async function forEach(
  name: string,
  { fun, section, comment, until }: Deed,
  place: { readonly [name: string]: Value },
  context: ExecutionContext,
): Promise<StateAnswer> {
  const all = await context.call("virt.list_domains", [], place);
  const targets = (isList(all) ? all : []).map((one) => pythonStr(one)).filter((one) => matchGlob(name, one));
  const [done, ignored]: [Value[], Value[]] = [[], []];
  for (const domain of targets) {
    try {
      const state = until === undefined ? undefined : await context.call("virt.vm_state", [domain], place);
      if (until !== undefined && get(state, domain) === until) continue;
      const response = isTrial(context) ? true : await context.call(`virt.${fun}`, [domain], place);
      done.push(new Map<Value, Value>(Object.entries({ domain, [fun]: response })));
    } catch (error) {
      if (!(error instanceof CommandExecutionError)) throw error;
      ignored.push(new Map<Value, Value>(Object.entries({ domain, issue: errorText(error) })));
    }
  }
  if (done.length > 0) return answer(name, isTrial(context) ? null : true, comment, { [section]: done });
  const changes = ignored.length > 0 ? { ignored } : {};
  return answer(name, ignored.length === 0 && targets.length > 0, "No changes had happened", changes);
}
