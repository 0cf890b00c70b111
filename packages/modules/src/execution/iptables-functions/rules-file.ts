/**
 * Files of rules that are loaded when the machine starts.
 */
import type { ExecutionContext } from "@salt/core";
import { isList, PythonRegex, pythonStr, SaltError } from "@salt/core";
import { timeBound } from "../../python/time-bound.js";

/** The files of IPv4 and of IPv6, by family of systems and by system. */
const FAMILIES: Readonly<Record<string, readonly [v4: string, v6: string]>> = {
  RedHat: ["/etc/sysconfig/iptables", "/etc/sysconfig/ip6tables"],
  Arch: ["/etc/iptables/iptables.rules", "/etc/iptables/ip6tables.rules"],
  Debian: ["/etc/iptables/rules.v4", "/etc/iptables/rules.v6"],
  Suse: ["/etc/sysconfig/scripts/SuSEfirewall2-custom", "/etc/sysconfig/scripts/SuSEfirewall2-custom"],
  Void: ["/etc/iptables/iptables.rules", "/etc/iptables/ip6tables.rules"],
  NILinuxRT: ["/etc/natinst/share/iptables.conf", "/etc/natinst/share/ip6tables.conf"],
};
const SYSTEMS: Readonly<Record<string, readonly [v4: string, v6: string]>> = {
  Gentoo: ["/var/lib/iptables/rules-save", "/var/lib/ip6tables/rules-save"],
  Alpine: ["/etc/iptables/rules-save", "/etc/iptables/rules6-save"],
};

/** The file of this system. Throws SaltError when it has none. */
export function rulesFile(family: string | null, { grains }: ExecutionContext): string {
  const [kind, os] = ["os_family", "os"].map((key) => pythonStr(grains.get(key) ?? ""));
  const found = FAMILIES[kind ?? ""] ?? SYSTEMS[os ?? ""];
  if (found === undefined)
    throw new SaltError("IPTABLES_FILE", `Saving iptables to file is not supported on ${os}.`, {
      hint: "Say where to save: `filename` of the function, a path as `save` of the state.",
    });
  return family === "ipv6" ? found[1] : found[0];
}

/** Lines without those that match the option `iptables.save_filters`; a pattern that is wrong is left out. */
export async function withoutFiltered(text: string, context: ExecutionContext): Promise<string> {
  const given = await context.call("config.option", ["iptables.save_filters", []]);
  const filters = isList(given) ? given.flatMap((one) => compiled(pythonStr(one), context)) : [];
  if (filters.length === 0) return text;
  const lines = text.split(/(?<=\n)/);
  return timeBound(() => lines.filter((line) => !filters.some((filter) => filter.search(line))).join(""));
}

function compiled(pattern: string, context: ExecutionContext): readonly PythonRegex[] {
  try {
    return [new PythonRegex(pattern)];
  } catch {
    context.log.warn({ pattern }, "A pattern of iptables.save_filters cannot be used");
    return [];
  }
}
