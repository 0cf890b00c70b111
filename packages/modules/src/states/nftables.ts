/**
 * States of the firewall, by nft.
 */
import { stateModule } from "@salt/core";
import { append, delete as deleteRule, insert } from "./nftables-functions/rules.js";
import {
  chain_absent,
  chain_present,
  flush,
  set_policy,
  table_absent,
  table_present,
} from "./nftables-functions/tables.js";

export const nftables = stateModule("nftables", {
  doc: "States of the firewall, by nft.",
  available: async (context) =>
    (await context.functions.has("nftables.version")) ? true : "nftables module could not be loaded",
  functions: {
    table_present,
    table_absent,
    chain_present,
    chain_absent,
    append,
    insert,
    delete: deleteRule,
    set_policy,
    flush,
  },
});
