/**
 * Returns in the system's log.
 */
import { existsSync } from "node:fs";
import { refuseReturnKwargs, returnerModule, returnerOption, toJson } from "@salt/core";
import { LOGGER, priorityOf, writeSyslog } from "./syslog/logger.js";

const DEFAULT_TAG = "salt-minion";

export const syslog = returnerModule("syslog", {
  doc:
    "Sends each return as JSON to the system's log. Options: `syslog.level` (LOG_INFO), `syslog.facility` (LOG_USER), " +
    "`syslog.tag` (salt-minion).",
  usable: () => existsSync(LOGGER) || `There is no ${LOGGER} here`,
  take: async (ret, { opts, signal }) => {
    refuseReturnKwargs(ret, "syslog");
    const option = (name: string, fallback: string): string => {
      const found = returnerOption(opts, ret, "syslog", name);
      return typeof found === "string" ? found : fallback;
    };
    const priority = priorityOf(option("facility", "LOG_USER"), option("level", "LOG_INFO"));
    await writeSyslog({ priority, tag: option("tag", DEFAULT_TAG), text: toJson(ret) }, signal);
  },
});
