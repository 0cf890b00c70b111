/**
 * Options of what a master does by itself because of events.
 */
import * as f from "../../schema/field.js";

/** Rows for a master. */
export const masterEventOptions = {
  reactor: f.any(
    [],
    "Which SLS files are done because of events: a list of maps of a glob for tags to files.",
  ),
  reactor_refresh_interval: f.seconds(
    60,
    "How long a file of `reactor` rules counts before it is read again.",
  ),
  reactor_worker_threads: f.int(10, "How many runners and wheel functions of reactions run at once.", 1),
  reactor_worker_hwm: f.int(10000, "How many events and reactions may wait.", 1),
  event_return: f.any("", "Returners that get the events of the bus: one, or a list."),
  event_return_queue: f.int(
    0,
    "How many events are collected before returners get them; 0 for each at once.",
  ),
  event_return_queue_max_seconds: f.seconds(
    0,
    "Seconds after which they get those that wait; 0 for no limit.",
  ),
  event_return_whitelist: f.strList([], "Globs of the only tags that returners get."),
  event_return_blacklist: f.strList([], "Globs of tags that returners do not get."),
} as const;
