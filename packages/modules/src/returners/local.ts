/**
 * Returns in the log, to see that returners are called.
 */
import { getString, pythonRepr, returnerModule } from "@salt/core";

export const local = returnerModule("local", {
  doc: "Writes each return into the minion's log, and each event into the master's, to see that returners are called. The level is `info`.",
  eventsName: "event",
  takeEvents: async (events, { log }) => {
    for (const event of events) log.info({ event: pythonRepr(event) }, "An event for the returner local");
  },
  take: async (ret, { log }) => {
    log.info({ jid: getString(ret, "jid"), ret: pythonRepr(ret) }, "A return for the returner local");
  },
});
