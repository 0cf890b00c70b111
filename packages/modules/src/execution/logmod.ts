/**
 * Writing to the minion's log, from templates mostly.
 */
import type { ExecutionFunction, Logger } from "@salt/core";
import { executionModule, fn, needed, pythonStr } from "@salt/core";

const atLevel = (level: string, write: (log: Logger, text: string) => void): ExecutionFunction =>
  fn({
    doc: `Writes a text to the log, at the level ${level}. True.`,
    examples: [`salt '*' log.${level} 'look at this'`],
    params: { message: needed.any("What to write.") },
    control: true,
    run: ({ message }, { log }) => {
      write(log, pythonStr(message));
      return true;
    },
  });

export const logmod = executionModule("logmod", {
  doc: "Writing to the minion's log, from templates mostly.",
  virtualName: "log",
  functions: {
    debug: atLevel("debug", (log, text) => log.debug({}, text)),
    info: atLevel("info", (log, text) => log.info({}, text)),
    warning: atLevel("warning", (log, text) => log.warn({}, text)),
    error: atLevel("error", (log, text) => log.error({}, text)),
    critical: atLevel("critical", (log, text) => log.fatal({}, text)),
    exception: atLevel("exception", (log, text) => log.error({}, text)),
  },
});
