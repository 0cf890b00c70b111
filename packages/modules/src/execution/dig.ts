/**
 * Asking DNS with the program dig.
 */
import { isIP } from "node:net";
import type { ExecutionFunction } from "@salt/core";
import { executionModule, maybe, needed } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { addressesByDig } from "./dns-functions/lookup.js";
import { fileFn } from "./file-functions/system-error.js";

export const dig = executionModule("dig", {
  doc: "Asking DNS with the program dig.",
  available: () =>
    findProgram("dig") === undefined
      ? "The dig execution module cannot be loaded: the dig binary is not in the path. (apt-get install bind9-dnsutils)"
      : true,
  functions: {
    A: address("A", "The IPv4 addresses of a name, by dig."),
    AAAA: address("AAAA", "The IPv6 addresses of a name, by dig."),
    check_ip: fileFn({
      doc: "Whether a text is an address, or one with the length of its network.",
      examples: ["salt '*' dig.check_ip 127.0.0.1"],
      params: { addr: needed.any("The text.") },
      run: (args) => {
        const [addr = "", prefix] = typeof args.addr === "string" ? args.addr.split("/") : [];
        const version = isIP(addr);
        if (version === 0 || prefix === undefined) return version !== 0;
        const [least, most] = version === 4 ? [1, 32] : [8, 128];
        return /^\d+$/.test(prefix) && Number(prefix) >= least && Number(prefix) <= most;
      },
    }),
  },
});

function address(kind: "A" | "AAAA", doc: string): ExecutionFunction {
  return fileFn({
    doc,
    examples: [`salt '*' dig.${kind} www.google.com`],
    params: { host: needed.str("The name."), nameserver: maybe.str(null, "The server to ask.") },
    run: (args, context) => addressesByDig(kind, args.host, args.nameserver, context),
  });
}
