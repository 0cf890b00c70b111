/**
 * Functions of `dnsutil` that the module `dig` answers.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { fn, maybe, needed } from "@salt/core";

const domain = needed.str("The domain that is asked for.");
const nameserver = maybe.str(null, "The server to ask instead of those of the machine.");
const MISSING = "This function requires dig, which is not currently available";

/** `MX`, `NS`, `SPF` and `check_ip`. */
export const digFunctions = {
  MX: fn({
    doc: "The servers that take a domain's mail, with their priorities.",
    examples: ["salt '*' dnsutil.MX google.com"],
    params: { domain, resolve: maybe.bool(false, "Addresses instead of names."), nameserver },
    run: (args, context) => ask("MX", [args.domain, args.resolve, args.nameserver], context),
  }),
  NS: fn({
    doc: "The servers of names of a domain.",
    examples: ["salt '*' dnsutil.NS google.com"],
    params: { domain, resolve: maybe.bool(true, "Addresses instead of names."), nameserver },
    run: (args, context) => ask("NS", [args.domain, args.resolve, args.nameserver], context),
  }),
  SPF: fn({
    doc: "The addresses that may send a domain's mail.",
    examples: ["salt '*' dnsutil.SPF google.com"],
    params: { domain, record: maybe.str("SPF", "The kind of record: SPF or TXT."), nameserver },
    run: (args, context) => ask("SPF", [args.domain, args.record, args.nameserver], context),
  }),
  check_ip: fn({
    doc: "Whether a text is an address, as the module dig sees it.",
    examples: ["salt '*' dnsutil.check_ip 127.0.0.1"],
    params: { ip_addr: needed.str("The text.") },
    run: (args, context) => ask("check_ip", [args.ip_addr], context),
  }),
};

async function ask(name: string, args: readonly Value[], context: ExecutionContext): Promise<Value> {
  if (!(await context.functions.has(`dig.${name}`))) return MISSING;
  return await context.call(`dig.${name}`, args);
}
