/**
 * The logger that every part gets: Salt's levels, constant messages, facts as fields.
 */

/** Facts of a log line. Keys, tokens, passwords and pillar never belong here. */
export type LogFields = Readonly<Record<string, unknown>>;

/** A pino-compatible logger; parts make a child that carries their name. */
export interface Logger {
  trace(fields: LogFields, message: string): void;
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  fatal(fields: LogFields, message: string): void;
  child(fields: LogFields): Logger;
}

/** A logger's methods for lines, by their names. */
export type LogMethod = Exclude<keyof Logger, "child">;

/** A logger that hands each line to `take`, with the fields of the logger and of the line. */
export function loggerTo(
  take: (method: LogMethod, fields: LogFields, message: string) => void,
  bound: LogFields = {},
): Logger {
  const at = (method: LogMethod) => (fields: LogFields, message: string) =>
    take(method, { ...bound, ...fields }, message);
  return {
    trace: at("trace"),
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    fatal: at("fatal"),
    child: (fields) => loggerTo(take, { ...bound, ...fields }),
  };
}

const silent = (): void => {};

/** A logger that drops everything: for tests and for commands that print their errors themselves. */
export const nullLogger: Logger = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  fatal: silent,
  child: () => nullLogger,
};
