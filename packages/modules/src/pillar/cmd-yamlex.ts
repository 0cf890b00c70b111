/**
 * The source `cmd_yamlex`, which is not served.
 */
import { pillarModule } from "@salt/core";
import { refused } from "./sources/refused.js";

export const cmdYamlex = pillarModule(
  "cmd_yamlex",
  refused(
    "The output of a command, read as YAML with aggregation.",
    "cmd_yamlex is not served, since its tags !aggregate and !reset are not: use cmd_yaml",
  ),
);
