/**
 * Orchestration, and watching the events of the master's bus.
 */
import { matchGlob, maybe, runnerFn, runnerModule } from "@salt/core";
import { eventLine } from "../text/event-line.js";
import { orchestrateFunctions } from "./state-functions/orchestrate.js";
import { pauseFunctions } from "./state-functions/pause.js";

export const state = runnerModule("state", {
  doc: "Orchestration, and watching the events of the master's bus.",
  functions: {
    ...orchestrateFunctions,
    ...pauseFunctions,
    event: runnerFn({
      doc:
        "Prints events as they come, one per line: the tag, a tab, and the data as JSON. Goes on until it is stopped " +
        "or has seen as many as asked for.",
      examples: [
        "salt-run state.event pretty=True",
        "salt-run state.event 'salt/job/*/new' count=1",
        "salt-run state.event 'myco/build/*' count=3 quiet=True",
      ],
      params: {
        tagmatch: maybe.str("*", "A glob for the tags of events that count."),
        count: maybe.int(-1, "End after so many events; below zero, never."),
        quiet: maybe.bool(false, "Print nothing, only wait."),
        sock_dir: maybe.str(null, "Has no meaning here: the master's own bus is watched."),
        pretty: maybe.bool(false, "Print the data over several lines, with sorted keys."),
        node: maybe.str("master", "Has no meaning here: the master's own bus is watched."),
      },
      run: async ({ tagmatch, count, quiet, pretty }, context) => {
        let left = count ?? -1;
        for await (const event of context.events("", context.signal)) {
          if (!matchGlob(tagmatch ?? "*", event.tag)) continue;
          if (!quiet) context.progress(eventLine(event, pretty), "raw");
          // Salt prints one event too when it is asked for none.
          if (left > 0) left -= 1;
          if (left === 0) break;
        }
        return null;
      },
    }),
  },
});
