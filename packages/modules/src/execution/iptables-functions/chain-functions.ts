/**
 * Functions that make, empty and remove chains.
 */
import type { ExecutionContext } from "@salt/core";
import { maybe } from "@salt/core";
import { fileFn } from "../file-functions/system-error.js";
import { plainName } from "../program/run-program.js";
import type { ChainOf } from "./command.js";
import { iptables as run, savedText } from "./command.js";
import { chain, family, NO_CHAIN, table } from "./params.js";

/** Functions of whole chains. */
export const chainFunctions = {
  check_chain: fileFn({
    doc: "Whether a table has a chain.",
    examples: ["salt '*' iptables.check_chain filter INPUT"],
    params: { table, chain, family },
    run: async (args, context) => {
      if (!args.chain) return NO_CHAIN;
      return (await savedText(args.family, context, args.table)).includes(`:${args.chain} `);
    },
  }),
  new_chain: fileFn({
    doc: "Makes a chain; true, or what iptables complained of.",
    examples: ["salt '*' iptables.new_chain filter CUSTOM_CHAIN"],
    params: { table, chain, family },
    run: (args, context) => chainCommand("-N", args, context),
  }),
  delete_chain: fileFn({
    doc: "Removes a chain; true, or what iptables complained of.",
    examples: ["salt '*' iptables.delete_chain filter CUSTOM_CHAIN"],
    params: { table, chain, family },
    run: (args, context) => chainCommand("-X", args, context),
  }),
  flush: fileFn({
    doc: "Removes all rules of a chain, or of all chains of a table; what iptables complained of.",
    examples: ["salt '*' iptables.flush filter INPUT"],
    params: { table, chain: maybe.str("", "The chain; all of the table when not given."), family },
    run: async (args, context) => {
      const one = args.chain ? [plainName(args.chain, "chain")] : [];
      return (await run(args, ["-F", ...one], context)).stderr;
    },
  }),
  set_policy: fileFn({
    doc: "Says what is done with packets that no rule of a chain fits; what iptables complained of.",
    examples: ["salt '*' iptables.set_policy filter INPUT ACCEPT"],
    params: { table, chain, policy: maybe.str(null, "`ACCEPT` or `DROP`."), family },
    run: async (args, context) => {
      if (!args.chain) return NO_CHAIN;
      if (!args.policy) return "Error: Policy needs to be specified";
      const words = ["-P", plainName(args.chain, "chain"), plainName(args.policy, "policy")];
      return (await run(args, words, context)).stderr;
    },
  }),
} as const;

async function chainCommand(
  option: string,
  args: ChainOf,
  context: ExecutionContext,
): Promise<string | true> {
  if (!args.chain) return NO_CHAIN;
  const { stderr } = await run(args, [option, plainName(args.chain, "chain")], context);
  return stderr === "" ? true : stderr;
}
