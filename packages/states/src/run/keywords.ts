/**
 * The words in a low chunk that are for the state run and not for the state function.
 */

/** Requisites that a chunk may carry when it is run; those ending in `_in` were turned round before. */
export const REQUISITES: readonly string[] = [
  "onchanges",
  "onchanges_any",
  "onfail",
  "onfail_any",
  "onfail_all",
  "onfail_stop",
  "prereq",
  "prerequired",
  "watch",
  "watch_any",
  "require",
  "require_any",
  "listen",
];

const REQUISITES_IN: readonly string[] = [
  "onchanges_in",
  "onfail_in",
  "prereq_in",
  "watch_in",
  "require_in",
  "listen_in",
];

/** All requisites, either way round. */
export const ALL_REQUISITES: readonly string[] = [...REQUISITES, ...REQUISITES_IN];

const RUNTIME: readonly string[] = [
  "fun",
  "state",
  "check_cmd",
  "cmd_opts_exclude",
  "failhard",
  "onlyif",
  "unless",
  "creates",
  "retry",
  "order",
  "parallel",
  "reload_modules",
  "reload_grains",
  "reload_pillar",
  "runas",
  "runas_password",
  "fire_event",
  "saltenv",
  "umask",
  "use",
  "use_in",
  "__env__",
  "__sls__",
  "__id__",
  "__orchestration_jid__",
  "__pub_user",
  "__pub_arg",
  "__pub_jid",
  "__pub_fun",
  "__pub_tgt",
  "__pub_ret",
  "__pub_pid",
  "__pub_tgt_type",
  "__prereq__",
  "__prerequired__",
  "__umask__",
];

/** Everything that a state function gets only when it has a parameter of that name. */
export const INTERNAL_KEYWORDS: ReadonlySet<string> = new Set([...ALL_REQUISITES, ...RUNTIME]);
