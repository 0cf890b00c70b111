/**
 * Parameters that several functions have, and what functions say when one of them is missing.
 */
import { maybe } from "@salt/core";

/** Addresses of which kind. */
export const family = maybe.str("ipv4", "`ipv4` or `ipv6`.");
/** The table. */
export const table = maybe.str("filter", "The table.");
/** The chain. */
export const chain = maybe.str(null, "The chain.");
/** The rule. */
export const rule = maybe.str(null, "The rule, in the words of iptables.");
/** Where rules are kept. */
export const conf_file = maybe.str(null, "A file of rules; that of the system when not given.");

/** The answer without a chain. */
export const NO_CHAIN = "Error: Chain needs to be specified";
/** The answer without a rule. */
export const NO_RULE = "Error: Rule needs to be specified";
