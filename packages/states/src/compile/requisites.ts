/**
 * The names of requisites.
 */
import { REQUISITES as NAMES } from "../run/keywords.js";

/** Requisites of a state on others; an `extend` adds to them where it replaces other arguments. */
export const REQUISITES: ReadonlySet<unknown> = new Set(NAMES);

/** Requisites that say something about other states, and are turned round before a run. `listen_in` waits for it. */
export const TURNED_ROUND: ReadonlySet<unknown> = new Set([
  "require_in",
  "watch_in",
  "onfail_in",
  "onchanges_in",
  "use",
  "use_in",
  "prereq",
  "prereq_in",
]);

/** What `use` and `use_in` never take over. */
export const NEVER_USED: ReadonlySet<unknown> = new Set([
  ...TURNED_ROUND,
  "require",
  "watch",
  "onfail",
  "onfail_stop",
  "onchanges",
  "name",
  "names",
]);

/** Requisites whose form is checked. */
export const CHECKED: ReadonlySet<unknown> = new Set(["require", "watch", "prereq", "onchanges"]);
