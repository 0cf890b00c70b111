/**
 * How a minion runs states.
 */
import * as f from "../../schema/field.js";

export const stateRunOptions = {
  test: f.bool(false, "Whether states only tell what they would do."),
  state_queue: f.any(false, "Whether runs wait for the one at work: true, or how many may wait."),
  global_state_conditions: f.any(null, "Conditions under which states run at all, by state."),
  disabled_requisites: f.any([], "Requisites about other states that have no effect: one, or a list."),
  backup_mode: f.str("", "Whether files are kept before they are changed: `minion`, `master` or `both`."),
  autoload_dynamic_modules: f.bool(true, "Whether highstates sync plugins first."),
  master_tops_first: f.bool(false, "Whether SLS of master_tops come before those of the top file."),
  startup_states: f.str("", "States to apply when the minion starts: `highstate`, `sls` or `top`."),
  sls_list: f.strList([], "The SLS for `startup_states: sls`."),
  top_file: f.str("", "The top file for `startup_states: top`."),
} as const;
