/**
 * firewalld.service: a service and its ports and protocols.
 */
import type { ExecutionContext, MutableDict, Value } from "@salt/core";
import { CommandExecutionError, dict, includes, isList, isTrial, maybe, needed, stateFn } from "@salt/core";
import { changed, failed, pending, unchanged } from "../answer/answer.js";

export const service = stateFn({
  doc: "Makes a service be known with just these ports and protocols; a trial changes nothing (real Salt's does).",
  params: {
    name: needed.str("The service."),
    ports: maybe.any(null, "Its ports, e.g. `80/tcp`."),
    protocols: maybe.any(null, "Its protocols."),
  },
  run: async ({ name, ports, protocols }, context) => {
    const changes: MutableDict = new Map<Value, Value>();
    const services = await context.call("firewalld.get_services");
    const isThere = isList(services) && services.includes(name);
    if (!isThere && !isTrial(context))
      await context.call("firewalld.new_service", [name], { restart: false });
    try {
      for (const [kind, wanted] of [
        ["port", ports],
        ["protocol", protocols],
      ] as const) {
        const isListed = isThere || !isTrial(context);
        await parts(kind, { name, wanted: isList(wanted) ? wanted : [], isListed }, changes, context);
      }
    } catch (error) {
      if (error instanceof CommandExecutionError) return failed(name, `Error: ${error.message}`, changes);
      throw error;
    }
    if (changes.size === 0) return unchanged(name, `'${name}' is already in the desired state.`);
    if (isTrial(context)) return pending(name, `Configuration for '${name}' will change.`, changes);
    await context.call("firewalld.reload_rules");
    return changed(name, `'${name}' was configured.`, changes);
  },
});

async function parts(
  kind: "port" | "protocol",
  request: { readonly name: string; readonly wanted: readonly Value[]; readonly isListed: boolean },
  changes: MutableDict,
  context: ExecutionContext,
): Promise<void> {
  const { name, wanted, isListed } = request;
  const told = isListed ? await context.call(`firewalld.get_service_${kind}s`, [name]) : [];
  const current = isList(told) ? told : [];
  const fresh = wanted.filter((one) => !includes(current, one));
  const old = current.filter((one) => !includes(wanted, one));
  if (!isTrial(context)) {
    for (const one of fresh) await context.call(`firewalld.add_service_${kind}`, [name, one]);
    for (const one of old) await context.call(`firewalld.remove_service_${kind}`, [name, one]);
  }
  if (fresh.length + old.length > 0) changes.set(`${kind}s`, dict({ old: current, new: wanted }));
}
