/**
 * The minion's nodegroups, as an external source of the pillar.
 */
import { fn, maybe, needed, pillarModule } from "@salt/core";
import { nodegroupsOf } from "./sources/nodegroups-of.js";

export const nodegroups = pillarModule("nodegroups", {
  doc: "The nodegroups of the master's configuration that the minion is in.",
  functions: {
    ext_pillar: fn({
      doc: "A list of names.",
      params: {
        minion_id: needed.str("The minion."),
        pillar: needed.any("The pillar so far."),
        pillar_name: maybe.str(null, "The key in the pillar; `nodegroups` unless given."),
      },
      run: ({ minion_id, pillar_name }, context) => ({
        [pillar_name || "nodegroups"]: nodegroupsOf(minion_id, context),
      }),
    }),
  },
});
