/**
 * Returns in the log, to see that returners are called.
 */
import { getString, pythonRepr, returnerModule } from "@salt/core";

export const local = returnerModule("local", {
  doc: "Writes each return into the minion's log, to see that returners are called. Its level is `info`.",
  take: async (ret, { log }) => {
    log.info({ jid: getString(ret, "jid"), ret: pythonRepr(ret) }, "A return for the returner local");
  },
});
