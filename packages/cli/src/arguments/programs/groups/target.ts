/**
 * Options that say of which kind a target is.
 */
import { flag, inGroup } from "../../option.js";

/** Their heading; only one of them may be given. */
export const TARGET_OPTIONS = "Target Options";

/** Options that say of which kind a target is. */
export const targetOptions = inGroup(TARGET_OPTIONS, {
  list_hosts: flag(["-H", "--hosts"], "list the hosts of the roster"),
  pcre: flag(["-E", "--pcre"], "target is a regular expression on the id"),
  list: flag(["-L", "--list"], "target is a list of ids"),
  grain: flag(["-G", "--grain"], "target is grain:glob"),
  grain_pcre: flag(["-P", "--grain-pcre"], "target is grain:regex"),
  nodegroup: flag(["-N", "--nodegroup"], "target is the name of a node group"),
  range: flag(["-R", "--range"], "target is a range-server expression"),
});
