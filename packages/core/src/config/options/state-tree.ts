/**
 * The options of state runs in which a minion goes by its master's, or by its own where it has its files itself.
 */
import * as f from "../../schema/field.js";

export const stateTreeOptions = {
  state_top: f.str("top.sls", "The top file of every environment."),
  state_top_saltenv: f.optionalStr("The only environment whose top file counts."),
  top_file_merging_strategy: f.str(
    "merge",
    "How top files of several environments become one: merge, same, merge_all.",
  ),
  env_order: f.strList([], "The environments, in the order in which their top files count."),
  default_top: f.str("base", "Whose top file counts for environments without one, with strategy same."),
  state_auto_order: f.bool(true, "Whether states without an order run in the order of the files."),
  failhard: f.bool(false, "Whether a failed state ends the run."),
  state_events: f.bool(false, "Whether the master is told of every state as it ends."),
  state_aggregate: f.any(false, "Whether states take over the work of others like them: true, or a list."),
} as const;
