/**
 * Options that every daemon and command knows.
 */
import * as f from "../../schema/field.js";
import { fileServerOptions } from "./fileserver.js";
import { pillarOptions } from "./pillar.js";
import { pluginDirOptions } from "./plugin-dirs.js";
import { renderingOptions } from "./rendering.js";
import { stateTreeOptions } from "./state-tree.js";
import { webOptions } from "./web.js";

/** Names of Salt's log levels, least to most talkative. */
export const LOG_LEVELS = [
  "quiet",
  "critical",
  "error",
  "warning",
  "info",
  "profile",
  "debug",
  "trace",
  "garbage",
  "all",
] as const;

/** One of Salt's log levels. */
export type LogLevel = (typeof LOG_LEVELS)[number];

export const sharedOptions = {
  user: f.str("root", "Account the daemon runs as."),
  root_dir: f.str("/", "Directory that all other directories of the configuration lie in."),
  transport: f.oneOf(["zeromq"], "zeromq", "How daemons speak to each other."),
  ipv6: f.bool(false, "Whether to use IPv6."),
  hash_type: f.oneOf(
    ["sha256", "sha512", "sha384", "sha224", "sha1", "md5"],
    "sha256",
    "Digest for fingerprints and files.",
  ),
  log_level: f.oneOf(LOG_LEVELS, "warning", "What is logged to the terminal."),
  log_level_logfile: f.any(null, "What is logged to the log file; the same as log_level when absent."),
  log_format: f.oneOf(["text", "json"], "text", "Form of log lines: for people, or one JSON map each."),
  state_output: f.str("full", "Form of state results."),
  state_output_diff: f.bool(false, "Whether states that changed nothing are only counted."),
  state_output_profile: f.bool(true, "Whether states are shown with when they began and how long they took."),
  state_output_pct: f.bool(false, "Whether counts of states come with percentages."),
  state_compress_ids: f.bool(false, "Whether states of one id and name are shown as one."),
  state_verbose: f.bool(true, "Whether states that changed nothing are shown."),
  color: f.any(true, "Whether output to a terminal is coloured."),
  strip_colors: f.bool(true, "Whether colour codes inside returned texts are removed."),
  output: f.optionalStr("Outputter of the commands."),
  exit_codes: f.oneOf(
    ["honest", "salt"],
    "honest",
    "Whether failures that real Salt reports with status 0 end with a status of their own.",
  ),
  default_include: f.str("", "Files to read after the main file."),
  nodegroups: f.map("Names for targets."),
  range_server: f.optionalStr("Where range targets are looked up: host:port, or a URL."),
  ...fileServerOptions,
  ...pillarOptions,
  ...stateTreeOptions,
  ...renderingOptions,
  ...pluginDirOptions,
  ...webOptions,
  ipc_mode: f.unserved(
    f.oneOf(["ipc", "tcp"], "ipc", "Whether local sockets are Unix sockets or loopback ports."),
  ),
  max_event_size: f.int(1048576, "Largest event on the bus, in bytes."),
} as const;
