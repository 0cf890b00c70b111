/**
 * `state.event`: the events of a bus on this machine, as they come.
 */
import { compilePcre, fn, getString, matchGlob, maybe } from "@salt/core";
import { busEvents } from "../../text/bus-events.js";
import { eventLine } from "../../text/event-line.js";

/** `event`. */
export const eventFunctions = {
  event: fn({
    doc:
      "Shows the events of a bus as they come, one per line: the tag, a tab, and the data as JSON. Goes on until it is " +
      "stopped or has seen as many as asked for. Lines are seen where `salt-call` runs it; in a job it only waits.",
    examples: ["salt-call state.event pretty=True", "salt-call state.event 'salt/job/*' count=1 node=master"],
    params: {
      tagmatch: maybe.str("*", "A glob or a regular expression for the tags of events that count."),
      count: maybe.int(-1, "End after so many events; below zero, never."),
      quiet: maybe.bool(false, "Show nothing, only wait."),
      sock_dir: maybe.str(null, "The directory of the bus, where it is not that of the configuration."),
      pretty: maybe.bool(false, "The data over several lines, with sorted keys."),
      node: maybe.str("minion", "Whose bus: `minion` or `master`."),
    },
    run: async ({ tagmatch, count, quiet, sock_dir, pretty, node }, context) => {
      const counts = tagMatcher(tagmatch ?? "*");
      const bus = { dir: sock_dir ?? getString(context.opts, "sock_dir") ?? "", node: node ?? "minion" };
      let left = count ?? -1;
      for await (const event of busEvents(bus, context, context.signal)) {
        if (!counts(event.tag)) continue;
        if (!quiet) context.print?.(eventLine(event, pretty));
        // Salt shows one event too when it is asked for none.
        if (left > 0) left -= 1;
        if (left === 0) break;
      }
      return null;
    },
  }),
};

/** As Salt: a text that means the tag as a glob, or from its start to its end as a regular expression. */
function tagMatcher(tagmatch: string): (tag: string) => boolean {
  let matches: ((tag: string) => boolean) | undefined;
  try {
    matches = compilePcre(tagmatch, { whole: true });
  } catch {
    // A glob need not be a regular expression.
  }
  return (tag) => tag === tagmatch || matchGlob(tagmatch, tag) || matches?.(tag) === true;
}
