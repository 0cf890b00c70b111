/**
 * Commands in clear that need what this master does not have: tokens.
 */
import type { ClearCommand, CommandTable } from "./command.js";

/** No credentials are right for these; the replies are those of the reference to wrong ones. */
export const unservedCommands: CommandTable<ClearCommand> = new Map<string, ClearCommand>([
  ["mk_token", () => ""],
  ["get_token", (load) => (load.has("token") ? {} : false)],
]);
