/**
 * The options that state trees are compiled by: a minion goes by its master's, or its own where it has its files itself.
 */
import * as f from "../../schema/field.js";

export const stateTreeOptions = {
  state_top_saltenv: f.optionalStr("The only environment whose top file counts."),
  top_file_merging_strategy: f.str(
    "merge",
    "How top files of several environments become one: merge, same, merge_all.",
  ),
  env_order: f.strList([], "The environments, in the order in which their top files count."),
  default_top: f.str("base", "Whose top file counts for environments without one, with strategy same."),
  state_auto_order: f.bool(true, "Whether states without an order run in the order of the files."),
} as const;
