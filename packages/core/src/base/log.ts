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
